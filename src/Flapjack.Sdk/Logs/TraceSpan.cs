using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A part of a trace.</summary>
/// <remarks><c>GET /api/logs/{traceId}</c></remarks>
public record TraceSpan
{
    /// <summary>The span's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The trace's id, a UUID.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }

    /// <summary>The span that this span is a part of; null for none.</summary>
    [JsonPropertyName("parent_span_id")]
    public string? ParentSpanId { get; init; }

    /// <summary>What the span tells about; null when the service did not say.</summary>
    [JsonPropertyName("kind")]
    public TraceSpanKind? Kind { get; init; }

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

    /// <summary>What went in, whatever JSON that is; cut at about 256 KB.</summary>
    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }

    /// <summary>What came out, whatever JSON that is; cut at about 256 KB.</summary>
    [JsonPropertyName("output")]
    public JsonElement? Output { get; init; }

    /// <summary>Why it has failed; null when it has not. The shape is not documented.</summary>
    [JsonPropertyName("error")]
    public JsonElement? Error { get; init; }

    /// <summary>Of a call of a model: who provides the model.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }

    /// <summary>Of a call of a model: the model, for example <c>gpt-5.4</c>.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>Of a call of a model: the temperature.</summary>
    [JsonPropertyName("temperature")]
    public double? Temperature { get; init; }

    /// <summary>Of a call of a model: how many tokens it may write.</summary>
    [JsonPropertyName("max_tokens")]
    public long? MaxTokens { get; init; }

    /// <summary>Of a call of a model: how many tokens it has read.</summary>
    [JsonPropertyName("input_tokens")]
    public long? InputTokens { get; init; }

    /// <summary>Of a call of a model: how many tokens it has written.</summary>
    [JsonPropertyName("output_tokens")]
    public long? OutputTokens { get; init; }

    /// <summary>Of a call of a model: how many of the tokens that it has read came out of its cache.</summary>
    [JsonPropertyName("cached_input_tokens")]
    public long? CachedInputTokens { get; init; }

    /// <summary>Of a call of a model: what it has cost, in US dollars.</summary>
    [JsonPropertyName("cost_usd")]
    public decimal? CostUsd { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
