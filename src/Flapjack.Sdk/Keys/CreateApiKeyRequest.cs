using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An API key to create.</summary>
/// <remarks><c>POST /api/keys</c></remarks>
public record CreateApiKeyRequest
{
    /// <summary>The key's name, for people: who uses it, or for what.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }
}
