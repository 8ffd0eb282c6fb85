using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>
/// A computer to create. Every field may be left out. For its size give a preset, or memory and disk together, or nothing for the default size.
/// </summary>
/// <remarks><c>POST /v1/computers</c></remarks>
public record CreateComputerRequest
{
    /// <summary>What it is made from; by default, the service's own image.</summary>
    [JsonPropertyName("source")]
    public ComputerSource Source { get => field ?? ComputerSource.DefaultImage; init; }

    /// <summary>Its short name, for people and addresses; null for a name that the service makes.</summary>
    [JsonPropertyName("handle")]
    public string? Handle { get; init; }

    /// <summary>Its name, for people; null for none.</summary>
    [JsonPropertyName("display_name")]
    public string? DisplayName { get; init; }

    /// <summary>Its system; null for the service's own choice, Linux.</summary>
    [JsonPropertyName("platform")]
    public ComputerPlatform? Platform { get; init; }

    /// <summary>The name of a preset, for example <c>ram-4g</c>; null for the default size, or if sizes are given.</summary>
    [JsonPropertyName("size_preset")]
    public string? SizePreset { get; init; }

    /// <summary>The memory, in MiB; together with <see cref="RequestedStorageBytes"/>.</summary>
    [JsonPropertyName("requested_memory_mib")]
    public int? RequestedMemoryMib { get; init; }

    /// <summary>The disk, in bytes; together with <see cref="RequestedMemoryMib"/>.</summary>
    [JsonPropertyName("requested_storage_bytes")]
    public long? RequestedStorageBytes { get; init; }

    /// <summary>What is set up inside it; null for nothing.</summary>
    [JsonPropertyName("guest")]
    public ComputerGuest? Guest { get; init; }
}
