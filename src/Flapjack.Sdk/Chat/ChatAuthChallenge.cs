using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Where and how a user signs in, for a tool that needs it.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>auth_challenge</c>.</remarks>
public record ChatAuthChallenge
{
    /// <summary>The service to sign in to.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }

    /// <summary>The address to open in the user's browser.</summary>
    [JsonPropertyName("redirectUrl")]
    public string? RedirectUrl { get; init; }

    /// <summary>An explanation for the user; null if there is none.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
