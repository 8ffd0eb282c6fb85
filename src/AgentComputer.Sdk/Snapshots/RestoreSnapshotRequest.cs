using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The computer to make from a snapshot.</summary>
/// <remarks><c>POST /v1/snapshots/{snapshotId}/restore</c></remarks>
public record RestoreSnapshotRequest
{
    /// <summary>Its short name; null for a name that the service makes.</summary>
    [JsonPropertyName("handle")]
    public string? Handle { get; init; }

    /// <summary>Its name, for people; null for none.</summary>
    [JsonPropertyName("display_name")]
    public string? DisplayName { get; init; }

    /// <summary>The name of a preset, for example <c>ram-4g</c>; null for the snapshot's size.</summary>
    [JsonPropertyName("size_preset")]
    public string? SizePreset { get; init; }

    /// <summary>What is set up inside it; null for nothing.</summary>
    [JsonPropertyName("guest")]
    public ComputerGuest? Guest { get; init; }
}
