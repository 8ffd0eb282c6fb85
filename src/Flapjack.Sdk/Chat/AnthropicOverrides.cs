using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What one message changes for a Claude model. Other models ignore it.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, field <c>anthropicOverrides</c>.</remarks>
public record AnthropicOverrides
{
    /// <summary>Whether the model thinks before it answers; null for the service's default.</summary>
    [JsonPropertyName("thinking")]
    public AnthropicThinking? Thinking { get; init; }

    /// <summary>The models that the service tries, in order, if the agent's own model refuses with 400, 403 or 404; null for none.</summary>
    [JsonPropertyName("fallbackModels")]
    public IReadOnlyList<string>? FallbackModels { get; init; }

    /// <summary>How the prompt is cached; null for the service's default.</summary>
    [JsonPropertyName("cache")]
    public AnthropicCache? Cache { get; init; }

    /// <summary>Fields that this version does not know; they are sent as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
