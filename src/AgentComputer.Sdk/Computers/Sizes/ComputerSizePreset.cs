using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A size that the service offers by a name.</summary>
/// <remarks><c>GET /v1/computer-size-presets</c></remarks>
public record ComputerSizePreset
{
    /// <summary>Its name for requests, for example <c>ram-2g</c>.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("label")]
    public string? Label { get; init; }

    /// <summary>The memory, in MiB.</summary>
    [JsonPropertyName("memory_mib")]
    public int MemoryMib { get; init; }

    /// <summary>The disk, in bytes.</summary>
    [JsonPropertyName("storage_bytes")]
    public long StorageBytes { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
