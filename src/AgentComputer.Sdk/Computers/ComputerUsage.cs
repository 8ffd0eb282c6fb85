using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What a computer has used.</summary>
/// <remarks><c>GET /v1/computers/{computerId}/usage</c></remarks>
public record ComputerUsage
{
    /// <summary>For how many seconds it ran.</summary>
    [JsonPropertyName("runtime_seconds")]
    public double RuntimeSeconds { get; init; }

    /// <summary>The hours of its processors.</summary>
    [JsonPropertyName("cpu_hours")]
    public double CpuHours { get; init; }

    /// <summary>Its memory in GiB times the hours that it ran.</summary>
    [JsonPropertyName("ram_gib_hours")]
    public double RamGibHours { get; init; }

    /// <summary>How many bytes its disk holds while it runs.</summary>
    [JsonPropertyName("hot_storage_bytes")]
    public long HotStorageBytes { get; init; }

    /// <summary>How many bytes are stored while it is stopped.</summary>
    [JsonPropertyName("cold_storage_bytes")]
    public long ColdStorageBytes { get; init; }

    /// <summary>When it was last counted.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
