using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in the summaries of an agent's long conversations. A property that is not assigned is not sent.</summary>
/// <remarks><c>PUT /api/agents/{agentId}/compaction</c></remarks>
public record UpdateCompactionConfigRequest
{
    /// <summary>Whether conversations are summarized.</summary>
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; init; }

    /// <summary>With a Claude model: how many input tokens a conversation has when it is summarized. At least 50,000.</summary>
    [JsonPropertyName("anthropicTriggerTokens")]
    public int? AnthropicTriggerTokens { get; init; }

    /// <summary>With a Claude model: what to keep in mind in the summary; assign null for the model's own way.</summary>
    [JsonPropertyName("anthropicInstructions")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> AnthropicInstructions { get; init; }

    /// <summary>With a Claude model: whether the turn pauses after the summary.</summary>
    [JsonPropertyName("anthropicPauseAfter")]
    public bool? AnthropicPauseAfter { get; init; }

    /// <summary>With a GPT model: how many tokens a conversation has when it is summarized. At least 1,000.</summary>
    [JsonPropertyName("openaiCompactThreshold")]
    public int? OpenAICompactThreshold { get; init; }
}
