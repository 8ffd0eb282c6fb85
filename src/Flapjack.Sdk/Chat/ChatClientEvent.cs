using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Something that the service itself tells the caller's user interface.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>client_event</c>.</remarks>
public sealed record ChatClientEvent : ChatEvent
{
    /// <summary>What the payload is; the service decides.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>Any JSON; null if there is none.</summary>
    [JsonPropertyName("payload")]
    public JsonElement? Payload { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "client_event";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
