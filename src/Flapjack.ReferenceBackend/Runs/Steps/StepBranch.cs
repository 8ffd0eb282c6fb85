using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Mapping;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>A condition, and where the run goes on if it is not met.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Jump">Where the run goes on; null if the step fails.</param>
internal sealed record StepBranch(Condition Condition, StepJump? Jump)
{
    /// <exception cref="FormatException">It is none of the four.</exception>
    public static StepJump? Otherwise(JsonElement? otherwise) =>
        otherwise is not { } json || json is { ValueKind: JsonValueKind.String } && json.ValueEquals("stop") ? new(ToStep: null)
        : json.ValueKind == JsonValueKind.String && json.ValueEquals("fail") ? null
        : json.ValueKind == JsonValueKind.String && json.ValueEquals("skip") ? StepJump.OverNext
        : json.ValueKind == JsonValueKind.Object && json.EnumerateObject().ToArray() is [{ Name: "goTo", Value: { ValueKind: JsonValueKind.String } step }] ? new(step.GetString())
        : throw new FormatException("config.otherwise must be \"stop\", \"fail\", \"skip\" or {\"goTo\":\"Name of a later step\"}.");
}
