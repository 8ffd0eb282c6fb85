using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The trace of one turn of an agent, or of one step of a run: the sums of its spans.</summary>
/// <remarks>
/// <c>GET /api/logs</c>. The type is not called <c>Trace</c>, because <c>System.Diagnostics.Trace</c> is.
/// </remarks>
public record FlapjackTrace
{
    /// <summary>The trace's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The organization's id, a UUID.</summary>
    [JsonPropertyName("org_id")]
    public string? OrgId { get; init; }

    /// <summary>The agent, a UUID.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>The runner, a UUID; null when no runner is involved.</summary>
    [JsonPropertyName("runner_id")]
    public string? RunnerId { get; init; }

    /// <summary>The thread, a UUID.</summary>
    [JsonPropertyName("thread_id")]
    public string? ThreadId { get; init; }

    /// <summary>The run, a UUID; null when no runner is involved.</summary>
    [JsonPropertyName("run_id")]
    public string? RunId { get; init; }

    /// <summary>The session.</summary>
    [JsonPropertyName("session_id")]
    public string? SessionId { get; init; }

    /// <summary>The person who has used the agent.</summary>
    [JsonPropertyName("user_id")]
    public string? UserId { get; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>How it has ended; null when the service did not say.</summary>
    [JsonPropertyName("status")]
    public TraceStatus? Status { get; init; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    [JsonPropertyName("ended_at")]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it took, in milliseconds; null while it runs.</summary>
    [JsonPropertyName("duration_ms")]
    public long? DurationMs { get; init; }

    /// <summary>How many tokens the models have read.</summary>
    [JsonPropertyName("total_input_tokens")]
    public long? TotalInputTokens { get; init; }

    /// <summary>How many tokens the models have written.</summary>
    [JsonPropertyName("total_output_tokens")]
    public long? TotalOutputTokens { get; init; }

    /// <summary>What the models have cost, in US dollars.</summary>
    [JsonPropertyName("total_cost_usd")]
    public decimal? TotalCostUsd { get; init; }

    /// <summary>Its tags; empty when there are none.</summary>
    [JsonPropertyName("tags")]
    public IReadOnlyList<string> Tags { get => field ?? []; init; }

    /// <summary>How many spans it has.</summary>
    [JsonPropertyName("span_count")]
    public long? SpanCount { get; init; }

    /// <summary>How many of them have failed.</summary>
    [JsonPropertyName("error_count")]
    public long? ErrorCount { get; init; }

    /// <summary>How many of them are calls of a model.</summary>
    [JsonPropertyName("llm_call_count")]
    public long? LlmCallCount { get; init; }

    /// <summary>How many of them are calls of a tool.</summary>
    [JsonPropertyName("tool_call_count")]
    public long? ToolCallCount { get; init; }

    /// <summary>What else was written down about it; null for nothing. A list of traces leaves it out.</summary>
    [JsonPropertyName("metadata")]
    public JsonElement? Metadata { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
