using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A computer in the cloud.</summary>
/// <remarks><c>GET /v1/computers/{computerId}</c></remarks>
public record Computer
{
    /// <summary>The computer's id, which every call takes.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>Its short name, for people and addresses. It is no id.</summary>
    [JsonPropertyName("handle")]
    public string Handle { get => field ?? ""; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("display_name")]
    public string? DisplayName { get; init; }

    /// <summary>Where it stands in its life.</summary>
    [JsonPropertyName("state")]
    public ComputerState State { get; init; }

    /// <summary>Its system; without a value if the service did not say.</summary>
    [JsonPropertyName("platform")]
    public ComputerPlatform Platform { get; init; }

    /// <summary>The id of the image that it was made from.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>What it was made from.</summary>
    [JsonPropertyName("source_kind")]
    public ComputerSourceKind SourceKind { get; init; }

    /// <summary>The id of the snapshot that it was made from; null for none.</summary>
    [JsonPropertyName("source_snapshot_id")]
    public string? SourceSnapshotId { get; init; }

    /// <summary>The name of its size, <c>custom</c> for a size of its own.</summary>
    [JsonPropertyName("size_preset")]
    public string? SizePreset { get; init; }

    /// <summary>Its memory, in MiB.</summary>
    [JsonPropertyName("requested_memory_mib")]
    public int RequestedMemoryMib { get; init; }

    /// <summary>Its disk, in bytes.</summary>
    [JsonPropertyName("requested_storage_bytes")]
    public long RequestedStorageBytes { get; init; }

    /// <summary>Its web address; null or empty while there is none.</summary>
    [JsonPropertyName("primary_url")]
    public string? PrimaryUrl { get; init; }

    /// <summary>The address of its screen; null or empty while there is none.</summary>
    [JsonPropertyName("vnc_url")]
    public string? VncUrl { get; init; }

    /// <summary>The id of the workspace that it belongs to.</summary>
    [JsonPropertyName("clerk_org_id")]
    public string? ClerkOrgId { get; init; }

    /// <summary>The name of that workspace.</summary>
    [JsonPropertyName("clerk_org_name")]
    public string? ClerkOrgName { get; init; }

    /// <summary>What went wrong; null if nothing did.</summary>
    [JsonPropertyName("failure_reason")]
    public string? FailureReason { get; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it was deleted; null if it was not.</summary>
    [JsonPropertyName("deleted_at")]
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>What the user of the key may do with it; null if the service did not say.</summary>
    [JsonPropertyName("viewer_access")]
    public ViewerAccess? ViewerAccess { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
