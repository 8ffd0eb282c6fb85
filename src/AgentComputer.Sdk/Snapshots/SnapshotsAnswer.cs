using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of all snapshots.</summary>
internal sealed record SnapshotsAnswer
{
    /// <summary>The snapshots.</summary>
    [JsonPropertyName("snapshots")]
    public IReadOnlyList<Snapshot> Snapshots { get => field ?? []; init; }
}
