using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The turn ended; always the last event.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>done</c>.</remarks>
public sealed record ChatDoneEvent : ChatEvent
{
    /// <summary>Whether the turn succeeded; false if the service did not say.</summary>
    [JsonPropertyName("ok")]
    public bool Ok { get; init; }

    /// <summary>The whole text of the answer.</summary>
    [JsonPropertyName("content")]
    public string? Content { get; init; }

    /// <summary>The id of the answer; null if the turn was stopped early.</summary>
    [JsonPropertyName("messageId")]
    public string? MessageId { get; init; }

    /// <summary>How many tokens the turn used; null if the service did not say.</summary>
    [JsonPropertyName("usage")]
    public ChatUsage? Usage { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "done";

    /// <summary>Fields that this version does not know; the data itself, as <c>data</c>, if it was no object.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
