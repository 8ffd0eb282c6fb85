namespace AgentComputer.ReferenceBackend.Resources.Files;

/// <summary>How much a call may ask for. The contract names no limits, so these are ours.</summary>
internal static class FileLimits
{
    /// <summary>How many bytes of files a call may read or write.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>How long the body of a request may be: what may be written, in base64, with room for the rest.</summary>
    public const long MaxBodyBytes = 64 * 1024 * 1024;

    /// <summary>How many entries a folder may have that is listed or searched, with all folders in it.</summary>
    public const int MaxEntries = 200_000;

    /// <summary>How many lines a search tells.</summary>
    public const int MaxMatches = 10_000;

    /// <summary>How long a search may take.</summary>
    public static TimeSpan MaxSearch => TimeSpan.FromSeconds(30);
}
