using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>What the store keeps of a turn that waits for the results of the caller's tools, so that the turn can go on, also after a restart.</summary>
internal sealed record WaitingTurn
{
    /// <summary>The calls that the caller has to answer, in their order.</summary>
    [JsonPropertyName("calls")]
    public required IReadOnlyList<StoredToolCall> Calls { get; init; }

    /// <summary>The spans of the calls, in their order.</summary>
    [JsonPropertyName("span_ids")]
    public required IReadOnlyList<string> SpanIds { get; init; }

    [JsonPropertyName("asked_at")]
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The caller's tools, for results that come without tools.</summary>
    [JsonPropertyName("tools")]
    public required IReadOnlyList<ClientTool> Tools { get; init; }

    /// <summary>Until when results are taken.</summary>
    [JsonPropertyName("expires_at")]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Where the request stood in a trace that ended with the calls; null for nowhere.</summary>
    [JsonPropertyName("trace_parent")]
    public string? TraceParent { get; init; }

    [JsonPropertyName("progress")]
    public required TurnProgress Progress { get; init; }
}
