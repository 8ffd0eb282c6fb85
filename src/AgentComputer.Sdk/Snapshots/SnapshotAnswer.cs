using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of a snapshot.</summary>
internal sealed record SnapshotAnswer
{
    /// <summary>The snapshot.</summary>
    [JsonPropertyName("snapshot")]
    public Snapshot Snapshot { get => field ?? new(); init; }
}
