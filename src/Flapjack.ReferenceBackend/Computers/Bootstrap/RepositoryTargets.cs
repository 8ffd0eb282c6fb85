namespace Flapjack.ReferenceBackend.Computers.Bootstrap;

/// <summary>What repositories are rewritten to, as the backend takes it from its options.</summary>
internal static class RepositoryTargets
{
    /// <summary>The same rewrites with every relative path made absolute: it is meant from the host's current folder, and is read elsewhere.</summary>
    public static Dictionary<string, string> Of(IEnumerable<KeyValuePair<string, string>> rewrites) =>
        rewrites.ToDictionary(rewrite => rewrite.Key, rewrite => IsPath(rewrite.Value) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(rewrite.Value)) : rewrite.Value, StringComparer.Ordinal);

    // git takes a colon before the first slash for the end of a host or of a scheme. The rest can't be a path; the bootstrap that needs it says so.
    private static bool IsPath(string target) =>
        target.Length > 0 && !target.Contains('\0', StringComparison.Ordinal) && !target.Split('/', 2)[0].Contains(':', StringComparison.Ordinal);
}
