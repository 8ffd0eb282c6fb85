using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The turn failed; comes last, in place of <c>done</c>.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>error</c>.</remarks>
public sealed record ChatErrorEvent : ChatEvent
{
    /// <summary>The service's machine-readable code.</summary>
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    /// <summary>The service's explanation for people.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "error";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
