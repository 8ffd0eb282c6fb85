namespace Flapjack.ReferenceBackend;

/// <summary>A process that a command left running.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="CommandLine">Its program and arguments, with spaces between them; empty when it has just ended.</param>
/// <param name="StartedAt">Since when it runs, by the operating system's clock.</param>
/// <param name="ExecId">The command that it comes from; null when it has wiped what would tell.</param>
public sealed record BackgroundProcess(int Id, string CommandLine, DateTimeOffset StartedAt, string? ExecId);
