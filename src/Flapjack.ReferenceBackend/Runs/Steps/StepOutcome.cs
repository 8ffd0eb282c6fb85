using System.Text.Json;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>How an execution of a step ended.</summary>
internal sealed record StepOutcome
{
    /// <summary>What the step has brought: what later steps see of it, and what the trace shows. A step that failed may have an output too.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public StepFault? Fault { get; init; }

    /// <summary>Where the run goes on; null for the next step.</summary>
    public StepJump? Jump { get; init; }

    /// <summary>Whether the budget of the runner ended the step halfway. It goes on when the run is resumed.</summary>
    public bool IsOutOfBudget { get; init; }

    /// <summary>Whether the run was cancelled in the middle of the step.</summary>
    public bool IsCancelled { get; init; }

    public static StepOutcome Cancelled { get; } = new() { IsCancelled = true };

    /// <summary>The backend ended in the middle of the step.</summary>
    public static StepOutcome Unknown(RunStep step) => Failed(
        StepFault.OutcomeUnknown,
        $"The backend ended in the middle of the step '{step.Label}', so nobody knows what the step has done. Look at what it has changed, and start another run. A step with safeToRepeat would have run again.");

    public static StepOutcome Completed(JsonElement output) => new() { Output = output };

    public static StepOutcome Failed(string code, string message, JsonElement? output = null) => new() { Fault = new(code, message), Output = output };
}
