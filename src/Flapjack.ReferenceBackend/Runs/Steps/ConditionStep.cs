using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Runs.Mapping;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>A step that asks something of what the run has brought so far. It decides where the run goes on, and changes nothing.</summary>
internal sealed class ConditionStep : IStepKind
{
    public const string Kind = "condition";

    public string Name => Kind;

    public Task<StepOutcome> RunAsync(StepCall call, CancellationToken cancellationToken) => Task.FromResult(Run(call));

    public Task<StepRecovery> RecoverAsync(StepCall call, CancellationToken cancellationToken) => Task.FromResult(StepRecovery.NotBegun);

    private static StepOutcome Run(StepCall call)
    {
        try
        {
            var branch = StepConfig.Branch(call.Step.Config);
            var isMet = branch.Condition.IsMet(new(call.Context));
            var output = JsonSerializer.SerializeToElement(new JsonObject { ["met"] = isMet });
            return isMet ? StepOutcome.Completed(output)
                : branch.Jump is null ? StepOutcome.Failed("CONDITION_NOT_MET", $"The condition of the step '{call.Step.Label}' is not met.", output)
                : branch.Jump.ToStep is { } name && !IsAhead(call.Context, name, call.Step.Name) ? StepOutcome.Failed(
                    "STEP_NOT_FOUND", $"The step '{call.Step.Label}' goes to the step '{name}', and no later step of the run has this name.", output)
                : StepOutcome.Completed(output) with { Jump = branch.Jump };
        }
        catch (MappingException e)
        {
            return StepOutcome.Failed(e.Code, e.Message);
        }
        catch (Refusal e)
        {
            return StepConfig.Wrong(e);
        }
    }

    // The context tells of every step that has a name, also of those to come. This step is still pending in it.
    private static bool IsAhead(JsonElement context, string name, string? own) =>
        name != own && context.GetProperty("steps").TryGetProperty(name, out var step) && step.GetProperty("status").ValueEquals("pending");
}
