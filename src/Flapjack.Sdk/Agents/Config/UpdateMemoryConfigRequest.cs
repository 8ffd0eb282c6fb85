using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in an agent's memory. A property that is null is not sent.</summary>
/// <remarks>
/// <c>PUT /api/agents/{agentId}/memory</c>. The names are documented only as they are stored, in snake_case; they are sent in camelCase, as in every
/// body.
/// </remarks>
public record UpdateMemoryConfigRequest
{
    /// <summary>Whether the agent has a memory at all.</summary>
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; init; }

    /// <summary>Whether memories are taken from conversations without being asked for.</summary>
    [JsonPropertyName("autoCollect")]
    public bool? AutoCollect { get; init; }

    /// <summary>Whether each turn begins with the memories that fit it.</summary>
    [JsonPropertyName("autoInject")]
    public bool? AutoInject { get; init; }

    /// <summary>How many memories a turn begins with.</summary>
    [JsonPropertyName("injectCount")]
    public int? InjectCount { get; init; }

    /// <summary>How many memories are kept for the agent at most.</summary>
    [JsonPropertyName("maxMemories")]
    public int? MaxMemories { get; init; }

    /// <summary>Whether there are memories that all threads of the agent share.</summary>
    [JsonPropertyName("agentScope")]
    public bool? AgentScope { get; init; }

    /// <summary>Whether there are memories of one thread.</summary>
    [JsonPropertyName("threadScope")]
    public bool? ThreadScope { get; init; }

    /// <summary>Whether there are memories of one external resource, such as a document.</summary>
    [JsonPropertyName("resourceScope")]
    public bool? ResourceScope { get; init; }
}
