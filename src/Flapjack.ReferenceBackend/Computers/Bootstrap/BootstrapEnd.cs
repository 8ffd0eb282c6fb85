namespace Flapjack.ReferenceBackend.Computers.Bootstrap;

/// <summary>Which bootstrap ended, and with which exit code: that of its last step, null when none had run.</summary>
internal sealed record BootstrapEnd(string RunId, int? ExitCode);
