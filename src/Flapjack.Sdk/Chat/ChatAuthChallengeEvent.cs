using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A tool needs the user to sign in somewhere.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>auth_challenge</c>.</remarks>
public sealed record ChatAuthChallengeEvent : ChatEvent
{
    /// <summary>The tool's name.</summary>
    [JsonPropertyName("toolName")]
    public string? ToolName { get; init; }

    /// <summary>Where and how to sign in; null if the service did not say.</summary>
    [JsonPropertyName("challenge")]
    public ChatAuthChallenge? Challenge { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "auth_challenge";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
