using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A piece of the answer's text.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>token</c>.</remarks>
public sealed record ChatTokenEvent : ChatEvent
{
    /// <summary>The text.</summary>
    [JsonPropertyName("delta")]
    public string Delta { get => field ?? ""; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "token";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
