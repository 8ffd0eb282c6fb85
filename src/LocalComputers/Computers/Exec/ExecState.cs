namespace LocalComputers.Computers.Exec;

/// <summary>How far a command has come: accepted, then running, then ended. No state is skipped, and no state is repeated.</summary>
internal abstract record ExecState
{
    private ExecState()
    {
    }

    /// <summary>It has its row and its journal, and waits for the first caller that is ready to read.</summary>
    /// <param name="Attempt">What runs once the command is started.</param>
    public sealed record Accepted(ExecAttempt Attempt) : ExecState;

    /// <summary>It runs, or is about to.</summary>
    /// <param name="Run">Ends with the command, and never fails.</param>
    public sealed record Running(Task Run) : ExecState;

    /// <summary>It has ended.</summary>
    /// <param name="At">When.</param>
    /// <param name="Run">Ends when the readers were told and the end was stored, as far as the disk took it.</param>
    /// <param name="Unstored">How the command ended, until the store has it; null afterwards.</param>
    public sealed record Ended(DateTimeOffset At, Task Run, ExecEnd? Unstored) : ExecState;
}
