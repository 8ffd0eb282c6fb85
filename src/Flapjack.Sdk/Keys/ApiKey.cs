using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An API key of the organization, without the key itself: the service shows the key only when it is created.</summary>
/// <remarks><c>GET /api/keys</c></remarks>
public record ApiKey
{
    /// <summary>The id by which the key is deleted, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>How the key begins, to recognize it by: <c>fj_live_a3b2...</c></summary>
    [JsonPropertyName("prefix")]
    public string? Prefix { get; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>When somebody last used the key for a call; null for a key that was never used.</summary>
    [JsonPropertyName("last_used_at")]
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
