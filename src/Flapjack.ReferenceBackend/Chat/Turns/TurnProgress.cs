using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>How far the answer to one message has come. It grows over all requests that belong to the message: the message itself, and each that brings results.</summary>
internal sealed record TurnProgress
{
    /// <summary>What the user wrote.</summary>
    [JsonPropertyName("question")]
    public string Question { get; init; } = "";

    /// <summary>The text of the earlier requests.</summary>
    [JsonPropertyName("text")]
    public string Text { get; init; } = "";

    /// <summary>How many tools were called.</summary>
    [JsonPropertyName("tool_calls")]
    public int ToolCalls { get; init; }

    /// <summary>The app's own id of the person who wrote; null if nobody said.</summary>
    [JsonPropertyName("sender_id")]
    public string? SenderId { get; init; }

    [JsonPropertyName("usage")]
    public TurnUsage Usage { get; init; } = TurnUsage.None;

    /// <summary>What the models cost, in US dollars. Each answer has the price of the model that gave it.</summary>
    [JsonPropertyName("cost_usd")]
    public decimal CostUsd { get; init; }

    /// <summary>Whose keys paid for the models: <c>byok</c> if the user's paid for every call, else <c>platform</c>; null as long as no model was asked.</summary>
    [JsonPropertyName("credential_source")]
    public string? CredentialSource { get; init; }

    /// <summary>The row that counts what was used; null as long as nothing is counted.</summary>
    [JsonPropertyName("usage_row")]
    public long? UsageRow { get; init; }

    [JsonPropertyName("trace_id")]
    public required string TraceId { get; init; }

    [JsonPropertyName("root_span_id")]
    public required string RootSpanId { get; init; }

    [JsonPropertyName("started_at")]
    public required DateTimeOffset StartedAt { get; init; }
}
