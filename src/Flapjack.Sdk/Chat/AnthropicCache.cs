using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How the prompt of a Claude model is cached.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, field <c>anthropicOverrides.cache</c>.</remarks>
public record AnthropicCache
{
    /// <summary>Whether nothing is cached; null for the service's default, which is to cache.</summary>
    [JsonPropertyName("disabled")]
    public bool? Disabled { get; init; }

    /// <summary>How long the cache lives; null for the service's default, <see cref="AnthropicCacheTtl.FiveMinutes"/>.</summary>
    [JsonPropertyName("ttl")]
    public AnthropicCacheTtl? Ttl { get; init; }

    /// <summary>Whether the tools are cached as well; null for the service's default.</summary>
    [JsonPropertyName("cacheTools")]
    public bool? CacheTools { get; init; }

    /// <summary>Fields that this version does not know; they are sent as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
