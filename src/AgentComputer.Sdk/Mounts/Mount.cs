using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Storage in the cloud that a computer has as a folder. The keys of the storage are never in it.</summary>
/// <remarks><c>GET /v1/computers/{computerId}/mounts</c></remarks>
public record Mount
{
    /// <summary>The mount's id.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The computer's id.</summary>
    [JsonPropertyName("computer_id")]
    public string? ComputerId { get; init; }

    /// <summary>What kind of storage it is.</summary>
    [JsonPropertyName("kind")]
    public MountKind Kind { get; init; }

    /// <summary>The bucket.</summary>
    [JsonPropertyName("bucket")]
    public string? Bucket { get; init; }

    /// <summary>The folder on the computer.</summary>
    [JsonPropertyName("target_path")]
    public string? TargetPath { get; init; }

    /// <summary>Whether the computer may only read it.</summary>
    [JsonPropertyName("read_only")]
    public bool ReadOnly { get; init; }

    /// <summary>What is cached on the computer, for example <c>writes</c>.</summary>
    [JsonPropertyName("vfs_cache_mode")]
    public string? VfsCacheMode { get; init; }

    /// <summary>The address of the storage; null for the usual address of its kind.</summary>
    [JsonPropertyName("endpoint")]
    public string? Endpoint { get; init; }

    /// <summary>The region; null for none.</summary>
    [JsonPropertyName("region")]
    public string? Region { get; init; }

    /// <summary>Whether it can be used.</summary>
    [JsonPropertyName("state")]
    public MountState State { get; init; }

    /// <summary>Why it could not be mounted; null if nothing went wrong.</summary>
    [JsonPropertyName("failure_reason")]
    public string? FailureReason { get; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
