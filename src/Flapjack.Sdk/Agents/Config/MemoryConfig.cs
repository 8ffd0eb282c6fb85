using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What an agent remembers from one conversation to the next. A property is null when the service did not say.</summary>
/// <remarks><c>GET /api/agents/{agentId}/memory</c></remarks>
public record MemoryConfig
{
    /// <summary>Whether the agent has a memory at all.</summary>
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; init; }

    /// <summary>Whether memories are taken from conversations without being asked for.</summary>
    [JsonPropertyName("auto_collect")]
    public bool? AutoCollect { get; init; }

    /// <summary>Whether each turn begins with the memories that fit it.</summary>
    [JsonPropertyName("auto_inject")]
    public bool? AutoInject { get; init; }

    /// <summary>How many memories a turn begins with.</summary>
    [JsonPropertyName("inject_count")]
    public int? InjectCount { get; init; }

    /// <summary>How many memories are kept for the agent at most.</summary>
    [JsonPropertyName("max_memories")]
    public int? MaxMemories { get; init; }

    /// <summary>Whether there are memories that all threads of the agent share.</summary>
    [JsonPropertyName("agent_scope")]
    public bool? AgentScope { get; init; }

    /// <summary>Whether there are memories of one thread.</summary>
    [JsonPropertyName("thread_scope")]
    public bool? ThreadScope { get; init; }

    /// <summary>Whether there are memories of one external resource, such as a document.</summary>
    [JsonPropertyName("resource_scope")]
    public bool? ResourceScope { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
