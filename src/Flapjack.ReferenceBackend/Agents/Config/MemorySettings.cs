using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Agents.Config;

/// <summary>What an agent remembers. The contract documents no default of it, so all of them are ours.</summary>
internal sealed record MemorySettings : IAgentConfig
{
    public static string Name => "memory";

    [JsonPropertyName("enabled")]
    public bool Enabled { get; init; }

    [JsonPropertyName("auto_collect")]
    public bool AutoCollect { get; init; } = true;

    [JsonPropertyName("auto_inject")]
    public bool AutoInject { get; init; } = true;

    [JsonPropertyName("inject_count")]
    public int InjectCount { get; init; } = 5;

    [JsonPropertyName("max_memories")]
    public int MaxMemories { get; init; } = 1_000;

    [JsonPropertyName("agent_scope")]
    public bool AgentScope { get; init; } = true;

    [JsonPropertyName("thread_scope")]
    public bool ThreadScope { get; init; } = true;

    [JsonPropertyName("resource_scope")]
    public bool ResourceScope { get; init; } = true;
}
