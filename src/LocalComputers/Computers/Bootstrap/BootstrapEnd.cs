namespace LocalComputers.Computers.Bootstrap;

/// <summary>How a bootstrap ended, as its last event tells it.</summary>
/// <param name="At">When.</param>
/// <param name="Phase">The computer's new phase.</param>
/// <param name="ExitCode">The exit code of the last step; null when none had run to its end.</param>
/// <param name="StderrTail">The end of what the last step wrote to its standard error; null for none.</param>
internal sealed record BootstrapEnd(DateTimeOffset At, ComputerPhase Phase, int? ExitCode, string? StderrTail);
