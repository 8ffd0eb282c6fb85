using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A step of a run: what it was given, and what came of it.</summary>
/// <remarks>
/// <c>GET /api/runners/{runnerId}/runs/{runId}</c>. The service does not document these fields; they are those of the reference backend.
/// </remarks>
public record RunnerRunStep
{
    /// <summary>The id of this execution of the step, a UUID. A webhook gets it as <c>Idempotency-Key</c>.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The id of the runner's step, a UUID.</summary>
    [JsonPropertyName("step_id")]
    public string? StepId { get; init; }

    /// <summary>Which step of the run it is: 1 for the first.</summary>
    [JsonPropertyName("place")]
    public int? Place { get; init; }

    /// <summary>What the step does; null when the service did not say.</summary>
    [JsonPropertyName("kind")]
    public RunnerStepKind? Kind { get; init; }

    /// <summary>The step's name; null for none.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The agent that answers, or whose computer runs the command, a UUID; null for none.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>Where the step stands; null when the service did not say.</summary>
    [JsonPropertyName("status")]
    public RunnerRunStepStatus? Status { get; init; }

    /// <summary>What the step was given, after its input mapping; null until it begins.</summary>
    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }

    /// <summary>What the step brought. A step that failed may have an output too. Null for nothing.</summary>
    [JsonPropertyName("output")]
    public JsonElement? Output { get; init; }

    /// <summary>Why the step failed; null if it did not.</summary>
    [JsonPropertyName("error")]
    public RunnerRunError? Error { get; init; }

    /// <summary>When the step began; null until then.</summary>
    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the step ended; null until then.</summary>
    [JsonPropertyName("ended_at")]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long the step took, in milliseconds; null until it has ended.</summary>
    [JsonPropertyName("duration_ms")]
    public long? DurationMs { get; init; }

    /// <summary>How many tokens the models have read.</summary>
    [JsonPropertyName("input_tokens")]
    public long? InputTokens { get; init; }

    /// <summary>How many tokens the models have written.</summary>
    [JsonPropertyName("output_tokens")]
    public long? OutputTokens { get; init; }

    /// <summary>What the models have cost, in US dollars.</summary>
    [JsonPropertyName("cost_usd")]
    public decimal? CostUsd { get; init; }

    /// <summary>The conversation in which the agent answered, a UUID; null for none.</summary>
    [JsonPropertyName("thread_id")]
    public string? ThreadId { get; init; }

    /// <summary>The trace of the step, which <see cref="FlapjackClient.GetTraceAsync"/> reads; null for none.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
