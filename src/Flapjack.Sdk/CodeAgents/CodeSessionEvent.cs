using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// Something that happened in a code session. The service does not document the fields of an event; these are those of the reference backend, and each is null if
/// the service did not send it.
/// </summary>
/// <remarks><c>GET /api/code-sessions/{codeSessionId}/events</c></remarks>
public record CodeSessionEvent
{
    /// <summary>The event's id, a UUID on the reference backend.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The number of the event in its session, from 1; null when the service did not say.</summary>
    [JsonPropertyName("seq")]
    public long? Seq { get; init; }

    /// <summary>
    /// What happened; null when the service did not say. The reference backend sends <c>status</c>, <c>message</c>, <c>output</c>, <c>output_left_out</c>,
    /// <c>result</c>, <c>not_available</c>, <c>title</c> and <c>archived</c>.
    /// </summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>More about it, by the type of the event; null when the service did not say.</summary>
    [JsonPropertyName("data")]
    public JsonElement? Data { get; init; }

    /// <summary>When it happened; null when the service did not say.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
