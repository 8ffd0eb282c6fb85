using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A size to look for room for. Give a preset, or memory and disk together, or nothing for the default size.</summary>
/// <remarks><c>POST /v1/computer-capacity/check</c></remarks>
public record CheckComputerCapacityRequest
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

    /// <summary>The id of the computer that would be resized; null for a new computer.</summary>
    [JsonPropertyName("computer_id")]
    public string? ComputerId { get; init; }

    /// <summary>The id of a computer that does not count; null for none.</summary>
    [JsonPropertyName("exclude_computer_id")]
    public string? ExcludeComputerId { get; init; }
}
