using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Mounts;

/// <summary>Reads the body of a new mount.</summary>
internal static class MountBody
{
    private const string Invalid = "invalid_request";
    private const int MaxText = 1_000;
    private const string R2 = "r2", S3 = "s3", Gcs = "gcs", WebDav = "webdav";
    private const string EndpointOfGcs = "https://storage.googleapis.com";

    public static IReadOnlyList<string> Kinds { get; } = [R2, S3, Gcs, WebDav];

    private static readonly string[] CacheModes = ["off", "minimal", "writes", "full"];

    /// <exception cref="Refusal">400: a field breaks a rule.</exception>
    public static AskedMount Create(BodyReader body)
    {
        var kind = body.RequiredOneOf("kind", Invalid, Kinds);
        var bucket = body.RequiredText("bucket", Invalid, MaxText);
        _ = body.RequiredText("access_key_id", Invalid, MaxText);
        _ = body.RequiredText("secret_access_key", Invalid, MaxText);
        var endpoint = Endpoint(body);
        var region = body.Text("region", Invalid, MaxText);
        var isReadOnly = body.Flag("read_only", Invalid) ?? false;
        var cacheMode = body.OneOf("vfs_cache_mode", Invalid, CacheModes) ?? "writes";
        // The path is read last: its rule refuses the word that stands for a text where no request is read.
        var path = TargetPath(body);
        return kind is R2 or WebDav && endpoint is null
            ? throw Refusal.Invalid(Invalid, $"endpoint is required for a mount of the kind {kind}.")
            : new(kind, bucket, path, endpoint ?? (kind == Gcs ? EndpointOfGcs : null), region, isReadOnly, cacheMode);
    }

    private static string? Endpoint(BodyReader body) => body.Text("endpoint", Invalid, MaxText) is not { Length: > 0 } endpoint ? null
        : Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") && address.UserInfo.Length == 0 ? endpoint
        : throw Refusal.Invalid(Invalid, "endpoint must be an absolute URL with http or https, without a user and a password in it.");

    private static string TargetPath(BodyReader body) => body.RequiredText("target_path", Invalid, MaxText) is var path && path.StartsWith('/') && !path.Split('/').Contains("..")
        ? path
        : throw Refusal.Invalid(Invalid, "target_path must be an absolute path without '..'.");
}
