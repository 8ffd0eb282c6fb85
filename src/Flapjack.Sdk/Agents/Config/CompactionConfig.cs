using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>When a long conversation is summarized, so that it fits into the model's context. A property is null when the service did not say.</summary>
/// <remarks><c>GET /api/agents/{agentId}/compaction</c></remarks>
public record CompactionConfig
{
    /// <summary>Whether conversations are summarized; false by default.</summary>
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; init; }

    /// <summary>With a Claude model: how many input tokens a conversation has when it is summarized. At least 50,000; by default 150,000.</summary>
    [JsonPropertyName("anthropic_trigger_tokens")]
    public int? AnthropicTriggerTokens { get; init; }

    /// <summary>With a Claude model: what to keep in mind in the summary; null for the model's own way, the default.</summary>
    [JsonPropertyName("anthropic_instructions")]
    public string? AnthropicInstructions { get; init; }

    /// <summary>With a Claude model: whether the turn pauses after the summary; false by default.</summary>
    [JsonPropertyName("anthropic_pause_after")]
    public bool? AnthropicPauseAfter { get; init; }

    /// <summary>With a GPT model: how many tokens a conversation has when it is summarized. At least 1,000; by default 100,000.</summary>
    [JsonPropertyName("openai_compact_threshold")]
    public int? OpenAICompactThreshold { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
