namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>A command to run: what, for how long at most, and where (null for the default).</summary>
internal sealed record ExecRequest(string Command, TimeSpan Timeout, string? WorkingDir);
