using System.Text.Json;
using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>What the mappings and the conditions of a run can see: its input, the output of the step before, and the steps by their names.</summary>
internal static class RunContext
{
    // Outputs may have as many levels as JSON is read with, and stand in this document a few levels deeper.
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 128 };

    public static JsonElement Of(Run run, IReadOnlyList<RunStepRow> steps)
    {
        var named = new JsonObject();
        foreach (var step in steps.Where(step => step.Step.Name is not null))
        {
            named[step.Step.Name!] = new JsonObject
            {
                ["status"] = step.Status,
                ["input"] = Node(step.Input),
                ["output"] = Node(step.Output),
                ["error"] = step.Fault is null ? null : new JsonObject { ["code"] = step.Fault.Code, ["message"] = step.Fault.Message },
            };
        }

        return JsonSerializer.SerializeToElement(new JsonObject { ["input"] = Node(run.Input), ["previous"] = Node(OutputOf(run, steps)), ["steps"] = named }, Deep);
    }

    /// <summary>What the next step is given if it has no mapping: the output of the last step that was completed, or what the run was started with.</summary>
    public static JsonElement? OutputOf(Run run, IReadOnlyList<RunStepRow> steps) =>
        steps.LastOrDefault(step => step.Status == StepStates.Completed) is { } last ? last.Output : run.Input;

    private static JsonNode? Node(JsonElement? json) => json is { } value ? JsonSerializer.SerializeToNode(value) : null;
}
