using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What one message changes for an OpenAI model. Other models ignore it.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, field <c>openaiOverrides</c>.</remarks>
public record OpenAIOverrides
{
    /// <summary>Whether the service sends neither of the two values below; null for the service's default, which is to send them.</summary>
    [JsonPropertyName("disabled")]
    public bool? Disabled { get; init; }

    /// <summary>The key by which OpenAI finds a cached prompt; null for the service's default, the thread's id.</summary>
    [JsonPropertyName("promptCacheKey")]
    public string? PromptCacheKey { get; init; }

    /// <summary>The id by which OpenAI recognizes who misuses its models; null for the service's default, the organization's id.</summary>
    [JsonPropertyName("safetyIdentifier")]
    public string? SafetyIdentifier { get; init; }

    /// <summary>Fields that this version does not know; they are sent as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
