namespace Flapjack.Sdk;

/// <summary>A run failed, was cancelled, is paused, or has not ended; thrown by <see cref="RunnerRun.EnsureCompleted"/> only.</summary>
/// <param name="message">Where the run stands, and in which step and why it failed.</param>
/// <param name="run">The whole run.</param>
public class RunNotCompletedException(string message, RunnerRun run) : FlapjackException(message)
{
    /// <summary>The whole run.</summary>
    public RunnerRun Run { get; } = run;

    /// <summary>The machine-readable code of the failure, for example <c>COMMAND_FAILED</c>; null if the run did not fail, or if the service did not say.</summary>
    public string? ErrorCode => Run?.Error?.Code;

    /// <summary>The step that made the run fail; null if the run did not fail, or if the service did not say which step it was.</summary>
    public RunnerRunStep? Step => Run?.FailedStep;
}
