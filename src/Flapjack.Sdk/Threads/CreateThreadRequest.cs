using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A thread to create.</summary>
/// <remarks><c>POST /api/threads</c></remarks>
public record CreateThreadRequest
{
    /// <summary>The id of the agent that answers, a UUID.</summary>
    [JsonPropertyName("agentId")]
    public required string AgentId { get; init; }

    /// <summary>What the thread is called, for people; null for no title.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>How many people talk in the thread; null for the service's default, <see cref="ThreadKind.Single"/>.</summary>
    [JsonPropertyName("kind")]
    public ThreadKind? Kind { get; init; }

    /// <summary>The resources that the thread is about; null for none. The service does not document what an item looks like.</summary>
    [JsonPropertyName("resourceBindings")]
    public IReadOnlyList<JsonElement>? ResourceBindings { get; init; }

    /// <summary>The agent's tool profile that the thread uses; null for none.</summary>
    [JsonPropertyName("activeProfile")]
    public string? ActiveProfile { get; init; }

    /// <summary>What the agent is told in this thread besides its own system prompt, a text or a list of texts; null for nothing.</summary>
    [JsonPropertyName("systemPromptOverlay")]
    public SystemPromptOverlay? SystemPromptOverlay { get; init; }
}
