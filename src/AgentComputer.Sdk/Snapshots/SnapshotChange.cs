using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A snapshot, and the operation that changes it in the background.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/snapshots</c></remarks>
public record SnapshotChange
{
    /// <summary>The snapshot as it is now.</summary>
    [JsonPropertyName("snapshot")]
    public Snapshot Snapshot { get => field ?? new(); init; }

    /// <summary>The operation that goes on; null if there is none. <see cref="AgentComputerClient.WaitForOperationAsync"/> waits for its end.</summary>
    [JsonPropertyName("operation")]
    public Operation? Operation { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
