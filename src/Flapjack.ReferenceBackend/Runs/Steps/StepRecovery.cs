namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>What is known of an execution that was running when the backend ended.</summary>
/// <param name="Outcome">How it ended, if it did.</param>
/// <param name="HasBegun">Whether it may have had an effect.</param>
internal sealed record StepRecovery(StepOutcome? Outcome, bool HasBegun)
{
    /// <summary>It had no effect yet, so it may begin.</summary>
    public static StepRecovery NotBegun { get; } = new(null, HasBegun: false);

    /// <summary>Nobody knows what it has done.</summary>
    public static StepRecovery Unknown { get; } = new(null, HasBegun: true);

    /// <summary>It ended, and only the run was not told.</summary>
    public static StepRecovery Ended(StepOutcome outcome) => new(outcome, HasBegun: true);
}
