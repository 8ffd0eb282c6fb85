using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Agents.Config;

/// <summary>When a long conversation is summarized. The defaults are those of the contract.</summary>
internal sealed record CompactionSettings : IAgentConfig
{
    public static string Name => "compaction";

    [JsonPropertyName("enabled")]
    public bool Enabled { get; init; }

    [JsonPropertyName("anthropic_trigger_tokens")]
    public int AnthropicTriggerTokens { get; init; } = 150_000;

    [JsonPropertyName("anthropic_instructions")]
    public string? AnthropicInstructions { get; init; }

    [JsonPropertyName("anthropic_pause_after")]
    public bool AnthropicPauseAfter { get; init; }

    [JsonPropertyName("openai_compact_threshold")]
    public int OpenaiCompactThreshold { get; init; } = 100_000;
}
