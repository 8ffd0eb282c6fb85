using System.Text;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Storage to mount. <see cref="ToString"/> does not show its keys.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/mounts</c></remarks>
public record CreateMountRequest
{
    /// <summary>What kind of storage it is.</summary>
    [JsonPropertyName("kind")]
    public required MountKind Kind { get; init; }

    /// <summary>The folder on the computer, an absolute path, for example <c>/home/node/mnt</c>.</summary>
    [JsonPropertyName("target_path")]
    public required string TargetPath { get; init; }

    /// <summary>The bucket.</summary>
    [JsonPropertyName("bucket")]
    public required string Bucket { get; init; }

    /// <summary>The id of the access key. It is a secret.</summary>
    [JsonPropertyName("access_key_id")]
    public required string AccessKeyId { get; init; }

    /// <summary>The access key. It is a secret.</summary>
    [JsonPropertyName("secret_access_key")]
    public required string SecretAccessKey { get; init; }

    /// <summary>The address of the storage; required for R2 and WebDAV, null for the usual address of the other kinds.</summary>
    [JsonPropertyName("endpoint")]
    public string? Endpoint { get; init; }

    /// <summary>The region; null for none.</summary>
    [JsonPropertyName("region")]
    public string? Region { get; init; }

    /// <summary>Whether the computer may only read it; null for no.</summary>
    [JsonPropertyName("read_only")]
    public bool? ReadOnly { get; init; }

    /// <summary>What is cached on the computer; null for <c>writes</c>.</summary>
    [JsonPropertyName("vfs_cache_mode")]
    public string? VfsCacheMode { get; init; }

    /// <summary>Prints the mount, and hides the keys.</summary>
    /// <param name="builder">Where to print.</param>
    /// <returns>Always true.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Kind = ").Append(Kind).Append(", TargetPath = ").Append(TargetPath).Append(", Bucket = ").Append(Bucket)
            .Append(", AccessKeyId = ").Append(Hidden.Of(AccessKeyId)).Append(", SecretAccessKey = ").Append(Hidden.Of(SecretAccessKey))
            .Append(", Endpoint = ").Append(Endpoint).Append(", Region = ").Append(Region).Append(", ReadOnly = ").Append(ReadOnly)
            .Append(", VfsCacheMode = ").Append(VfsCacheMode);
        return true;
    }
}
