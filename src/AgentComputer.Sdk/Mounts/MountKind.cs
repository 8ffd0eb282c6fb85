using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What kind of storage is mounted. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<MountKind>))]
public readonly record struct MountKind(string? Value) : IOpenString<MountKind>
{
    /// <summary>Cloudflare R2; needs an endpoint.</summary>
    public static MountKind R2 { get; } = new("r2");

    /// <summary>Amazon S3.</summary>
    public static MountKind S3 { get; } = new("s3");

    /// <summary>Google Cloud Storage.</summary>
    public static MountKind Gcs { get; } = new("gcs");

    /// <summary>WebDAV; needs an endpoint.</summary>
    public static MountKind WebDav { get; } = new("webdav");

    static MountKind IOpenString<MountKind>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
