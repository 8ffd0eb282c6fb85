namespace AgentComputer.ReferenceBackend.Resources.Mounts;

/// <summary>A bucket that a caller wants to see as a folder. What opens the bucket is checked when the body is read, and kept nowhere.</summary>
/// <param name="Kind">The kind of storage, of <see cref="MountBody.Kinds"/>.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="TargetPath">Where it is to appear.</param>
/// <param name="Endpoint">Where the storage is reached; null if its kind says that.</param>
/// <param name="Region">The region; null for none.</param>
/// <param name="IsReadOnly">Whether nothing may be written.</param>
/// <param name="CacheMode">What is kept of the files on the computer.</param>
internal sealed record AskedMount(string Kind, string Bucket, string TargetPath, string? Endpoint, string? Region, bool IsReadOnly, string CacheMode);
