namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>Where a run goes on after a condition: not with the next step.</summary>
/// <param name="ToStep">The name of a later step; the steps between are skipped. Null: all later steps are skipped, and the run is completed.</param>
internal sealed record StepJump(string? ToStep);
