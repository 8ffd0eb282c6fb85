namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>Where a run goes on after a condition: not with the next step.</summary>
/// <param name="ToStep">The name of a later step; the steps between are skipped. Null: all later steps are skipped, and the run is completed.</param>
internal sealed record StepJump(string? ToStep)
{
    /// <summary>Only the next step is skipped.</summary>
    public static StepJump OverNext { get; } = new(ToStep: null) { IsOverNext = true };

    /// <summary>Whether the run goes on behind the next step, whatever that step is called.</summary>
    public bool IsOverNext { get; private init; }
}
