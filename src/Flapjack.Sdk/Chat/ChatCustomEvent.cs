using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Something that a tool tells the caller.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>custom</c>.</remarks>
public sealed record ChatCustomEvent : ChatEvent
{
    /// <summary>What the payload is; the tool decides.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>Any JSON; null if there is none.</summary>
    [JsonPropertyName("payload")]
    public JsonElement? Payload { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "custom";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
