using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What the computers of a workspace have used.</summary>
/// <remarks><c>GET /v1/usage</c></remarks>
public record AccountUsage
{
    /// <summary>For how many seconds computers ran.</summary>
    [JsonPropertyName("runtime_seconds")]
    public double RuntimeSeconds { get; init; }

    /// <summary>How many bytes their disks hold.</summary>
    [JsonPropertyName("storage_bytes")]
    public long StorageBytes { get; init; }

    /// <summary>How many bytes the snapshots hold.</summary>
    [JsonPropertyName("snapshot_storage_bytes")]
    public long SnapshotStorageBytes { get; init; }

    /// <summary>When it was last counted.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
