using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How many tokens a turn used.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>done</c>.</remarks>
public record ChatUsage
{
    /// <summary>Tokens sent to the model; null if the service did not say.</summary>
    [JsonPropertyName("input_tokens")]
    public long? InputTokens { get; init; }

    /// <summary>Tokens that the model wrote; null if the service did not say.</summary>
    [JsonPropertyName("output_tokens")]
    public long? OutputTokens { get; init; }

    /// <summary>Tokens read from the provider's cache; null if the service did not say.</summary>
    [JsonPropertyName("cache_read_tokens")]
    public long? CacheReadTokens { get; init; }

    /// <summary>Tokens written to the provider's cache; null if the service did not say.</summary>
    [JsonPropertyName("cache_write_tokens")]
    public long? CacheWriteTokens { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
