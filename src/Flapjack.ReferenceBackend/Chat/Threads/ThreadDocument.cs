using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Chat.Threads;

/// <summary>What a thread says of itself.</summary>
internal sealed record ThreadDocument
{
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    [JsonPropertyName("title")]
    public string? Title { get; init; }

    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    [JsonPropertyName("resource_bindings")]
    public JsonElement? ResourceBindings { get; init; }

    [JsonPropertyName("active_profile")]
    public string? ActiveProfile { get; init; }

    /// <summary>One text: the texts of an array are joined when they come.</summary>
    [JsonPropertyName("system_prompt_overlay")]
    public string? SystemPromptOverlay { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
