namespace LocalComputers.Computers;

/// <summary>A command that runs tests has ended.</summary>
/// <param name="ExecId">The command.</param>
/// <param name="Command">Its text.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Duration">How long it ran.</param>
/// <param name="EndedAt">When it ended.</param>
internal sealed record TestsEnded(string ExecId, string Command, int ExitCode, TimeSpan Duration, DateTimeOffset EndedAt);
