using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Usage;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>Runs and their steps as they are sent. The service documents only a run's status; the other fields are ours.</summary>
internal static class RunJson
{
    /// <summary>A run with its steps.</summary>
    public static JsonObject Whole(Run run, IReadOnlyList<RunStepRow> steps)
    {
        var json = OfList(run);
        json["steps"] = new JsonArray([.. steps.Select(Of)]);
        return json;
    }

    /// <summary>A run as it stands in a list, without its steps but with their sums.</summary>
    public static JsonObject OfList(Run run) => new()
    {
        ["id"] = run.Id,
        ["org_id"] = run.OrgId,
        ["runner_id"] = run.RunnerId,
        ["status"] = run.Status.Value,
        ["input"] = Node(run.Input),
        ["output"] = Node(run.Output),
        ["error"] = run.Fault is null ? null : JsonSerializer.SerializeToNode(run.Fault),
        ["pause_reason"] = run.PauseReason,
        ["origin"] = run.Origin,
        ["trigger_id"] = run.TriggerId,
        ["created_at"] = Time(run.CreatedAt),
        ["started_at"] = Time(run.StartedAt),
        ["ended_at"] = Time(run.EndedAt),
        ["interrupted_at"] = Time(run.InterruptedAt),
        ["duration_ms"] = Duration(run.StartedAt, run.EndedAt),
        ["total_input_tokens"] = run.InputTokens,
        ["total_output_tokens"] = run.OutputTokens,
        ["total_cost_usd"] = Dollars.FromNano(run.CostNanoUsd),
    };

    private static JsonObject Of(RunStepRow row) => new()
    {
        ["id"] = row.Id,
        ["step_id"] = row.Step.StepId,
        ["place"] = row.Place,
        ["kind"] = row.Step.Kind,
        ["name"] = row.Step.Name,
        ["agent_id"] = row.Step.AgentId,
        ["status"] = row.Status,
        ["input"] = Node(row.Input),
        ["output"] = Node(row.Output),
        ["error"] = row.Fault is null ? null : new JsonObject { ["code"] = row.Fault.Code, ["message"] = row.Fault.Message },
        ["started_at"] = Time(row.StartedAt),
        ["ended_at"] = Time(row.EndedAt),
        ["duration_ms"] = Duration(row.StartedAt, row.EndedAt),
        ["input_tokens"] = row.InputTokens,
        ["output_tokens"] = row.OutputTokens,
        ["cost_usd"] = Dollars.FromNano(row.CostNanoUsd),
        ["thread_id"] = row.ThreadId,
        ["trace_id"] = row.TraceId,
    };

    private static JsonNode? Node(JsonElement? json) => json is { } value ? JsonSerializer.SerializeToNode(value) : null;

    private static string? Time(DateTimeOffset? moment) => moment is { } at ? UtcTimeConverter.Text(at) : null;

    private static long? Duration(DateTimeOffset? from, DateTimeOffset? to) => to - from is { } duration ? (long)duration.TotalMilliseconds : null;
}
