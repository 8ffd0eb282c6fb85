using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The turn has begun; always the first event.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>meta</c>.</remarks>
public sealed record ChatMetaEvent : ChatEvent
{
    /// <summary>When the turn began; null if the service did not say.</summary>
    [JsonPropertyName("startedAt")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The service's id of the turn; null if the server has not announced the addition <c>resume-messages</c>.</summary>
    [JsonPropertyName("turnId")]
    public string? TurnId { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "meta";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
