namespace LocalComputers.Computers.Exec;

/// <summary>Where a command is on its way: accepted, then running, then ended. There is no way back, and none around.</summary>
internal abstract record ExecState
{
    private ExecState()
    {
    }

    /// <summary>It has its row and its journal, and waits for the first caller whose headers are out.</summary>
    /// <param name="Attempt">What is started then.</param>
    public sealed record Accepted(ExecAttempt Attempt) : ExecState;

    /// <summary>It runs, or is about to.</summary>
    /// <param name="Run">Ends with the command, and never fails.</param>
    public sealed record Running(Task Run) : ExecState;

    /// <summary>It has ended.</summary>
    /// <param name="At">When.</param>
    /// <param name="Run">Ends when its readers were told and its end was stored, as far as the disk took that.</param>
    /// <param name="Unstored">How it ended, while the store does not have that; null when it does.</param>
    public sealed record Ended(DateTimeOffset At, Task Run, ExecEnd? Unstored) : ExecState;
}
