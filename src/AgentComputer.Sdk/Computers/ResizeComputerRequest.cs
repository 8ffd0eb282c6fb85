using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The new size of a computer. Give a preset, or memory and disk together. A disk can't shrink.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/actions/resize</c></remarks>
public record ResizeComputerRequest
{
    /// <summary>The name of a preset, for example <c>ram-4g</c>; null if sizes are given.</summary>
    [JsonPropertyName("size_preset")]
    public string? SizePreset { get; init; }

    /// <summary>The memory, in MiB; together with <see cref="RequestedStorageBytes"/>.</summary>
    [JsonPropertyName("requested_memory_mib")]
    public int? RequestedMemoryMib { get; init; }

    /// <summary>The disk, in bytes; together with <see cref="RequestedMemoryMib"/>.</summary>
    [JsonPropertyName("requested_storage_bytes")]
    public long? RequestedStorageBytes { get; init; }
}
