using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Whether a Claude model thinks before it answers, and how much.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, field <c>anthropicOverrides.thinking</c>.</remarks>
public record AnthropicThinking
{
    /// <summary>Whether the model thinks.</summary>
    [JsonPropertyName("enabled")]
    public required bool Enabled { get; init; }

    /// <summary>How many tokens the model may think, more than zero; null for the service's default, 10,000.</summary>
    [JsonPropertyName("budgetTokens")]
    public int? BudgetTokens { get; init; }

    /// <summary>Fields that this version does not know; they are sent as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
