using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Whether there is room for a computer of a size.</summary>
/// <remarks><c>POST /v1/computer-capacity/check</c></remarks>
public record ComputerCapacity
{
    /// <summary>Whether there is room.</summary>
    [JsonPropertyName("available")]
    public bool Available { get; init; }

    /// <summary>The memory that was looked for, in MiB.</summary>
    [JsonPropertyName("requested_memory_mib")]
    public int RequestedMemoryMib { get; init; }

    /// <summary>The disk that was looked for, in bytes.</summary>
    [JsonPropertyName("requested_storage_bytes")]
    public long RequestedStorageBytes { get; init; }

    /// <summary>The preset that was looked for.</summary>
    [JsonPropertyName("size_preset")]
    public string? SizePreset { get; init; }

    /// <summary>The memory that is free, in MiB.</summary>
    [JsonPropertyName("available_memory_mib")]
    public int AvailableMemoryMib { get; init; }

    /// <summary>The disk that is free, in bytes.</summary>
    [JsonPropertyName("available_storage_bytes")]
    public long AvailableStorageBytes { get; init; }

    /// <summary>The most memory that a computer could have, in MiB.</summary>
    [JsonPropertyName("max_memory_mib")]
    public int MaxMemoryMib { get; init; }

    /// <summary>The largest disk that a computer could have, in bytes.</summary>
    [JsonPropertyName("max_storage_bytes")]
    public long MaxStorageBytes { get; init; }

    /// <summary>How many machines there are.</summary>
    [JsonPropertyName("configured_hosts")]
    public int ConfiguredHosts { get; init; }

    /// <summary>How many of them have room.</summary>
    [JsonPropertyName("matching_hosts")]
    public int MatchingHosts { get; init; }

    /// <summary>Why there is no room; null if there is.</summary>
    [JsonPropertyName("reason_code")]
    public string? ReasonCode { get; init; }

    /// <summary>The sizes that a computer may have; null if the service did not say.</summary>
    [JsonPropertyName("resource_limits")]
    public ResourceLimits? ResourceLimits { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
