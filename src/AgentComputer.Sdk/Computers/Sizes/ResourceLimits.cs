using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The sizes that a computer may have.</summary>
/// <remarks><c>POST /v1/computer-capacity/check</c></remarks>
public record ResourceLimits
{
    /// <summary>The least memory, in MiB.</summary>
    [JsonPropertyName("min_memory_mib")]
    public int MinMemoryMib { get; init; }

    /// <summary>The most memory, in MiB.</summary>
    [JsonPropertyName("max_memory_mib")]
    public int MaxMemoryMib { get; init; }

    /// <summary>Memory is a multiple of this, in MiB.</summary>
    [JsonPropertyName("memory_step_mib")]
    public int MemoryStepMib { get; init; }

    /// <summary>The smallest disk, in bytes.</summary>
    [JsonPropertyName("min_storage_bytes")]
    public long MinStorageBytes { get; init; }

    /// <summary>The largest disk, in bytes.</summary>
    [JsonPropertyName("max_storage_bytes")]
    public long MaxStorageBytes { get; init; }

    /// <summary>A disk is a multiple of this, in bytes.</summary>
    [JsonPropertyName("storage_step_bytes")]
    public long StorageStepBytes { get; init; }

    /// <summary>How many processors a computer has.</summary>
    [JsonPropertyName("default_vcpus")]
    public int DefaultVcpus { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
