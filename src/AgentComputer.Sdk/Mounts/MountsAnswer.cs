using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of all mounts.</summary>
internal sealed record MountsAnswer
{
    /// <summary>The mounts.</summary>
    [JsonPropertyName("mounts")]
    public IReadOnlyList<Mount> Mounts { get => field ?? []; init; }
}
