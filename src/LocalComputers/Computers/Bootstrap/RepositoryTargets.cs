namespace LocalComputers.Computers.Bootstrap;

/// <summary>What repositories are rewritten to, as the backend takes it from its options.</summary>
internal static class RepositoryTargets
{
    /// <summary>
    /// The same rewrites with every path made absolute, because a relative one is meant from the host's current folder and is read elsewhere;
    /// and with every <c>file:</c> URL made the path that it is. With a host in it, git knows no such URL either.
    /// </summary>
    public static Dictionary<string, string> Of(IEnumerable<KeyValuePair<string, string>> rewrites) =>
        rewrites.ToDictionary(rewrite => rewrite.Key, rewrite => Of(rewrite.Value), StringComparer.Ordinal);

    private static string Of(string target)
    {
        var path = Uri.TryCreate(target, UriKind.Absolute, out var url) && url.IsFile && url.Host.Length == 0 ? url.LocalPath : target;
        return IsPath(path) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : target;
    }

    // git takes a colon before the first slash for the end of a host or of a scheme. The rest can't be a path; the bootstrap that needs it says so.
    private static bool IsPath(string target) =>
        target.Length > 0 && !target.Contains('\0', StringComparison.Ordinal) && !target.Split('/', 2)[0].Contains(':', StringComparison.Ordinal);
}
