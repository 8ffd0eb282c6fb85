using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An agent to create. It has no computer; <see cref="FlapjackClient.CreateAgentFromTemplateAsync"/> creates an agent with one.</summary>
/// <remarks><c>POST /api/agents</c></remarks>
public record CreateAgentRequest
{
    /// <summary>The agent's name, for people.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>What the agent is for, for people; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The system prompt, with which every conversation begins; null for none.</summary>
    [JsonPropertyName("stablePreamble")]
    public string? StablePreamble { get; init; }

    /// <summary>The model that answers; null for the service's default, <c>gpt-5.4</c>.</summary>
    [JsonPropertyName("defaultModel")]
    public string? DefaultModel { get; init; }

    /// <summary>The organization to create the agent in, a UUID, for callers who belong to several; null for the caller's own.</summary>
    [JsonPropertyName("orgId")]
    public string? OrgId { get; init; }
}
