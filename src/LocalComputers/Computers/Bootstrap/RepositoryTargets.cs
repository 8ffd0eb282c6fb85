namespace LocalComputers.Computers.Bootstrap;

/// <summary>What repositories are rewritten to, as the backend takes it from its options.</summary>
internal static class RepositoryTargets
{
    /// <summary>
    /// The same rewrites, in a form that git can use. A relative path becomes absolute: it is meant from the host's current folder, but git runs
    /// in another folder. A <c>file:</c> URL without a host becomes its path; git takes no <c>file:</c> URL with a host.
    /// </summary>
    public static Dictionary<string, string> Of(IEnumerable<KeyValuePair<string, string>> rewrites) =>
        rewrites.ToDictionary(rewrite => rewrite.Key, rewrite => Of(rewrite.Value), StringComparer.Ordinal);

    private static string Of(string target)
    {
        var path = Uri.TryCreate(target, UriKind.Absolute, out var url) && url.IsFile && url.Host.Length == 0 ? url.LocalPath : target;
        return IsPath(path) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : target;
    }

    // git takes a colon before the first slash for the end of a host or of a scheme. A target that is no path is left as it is; a bootstrap that needs
    // the target says what is wrong with it.
    private static bool IsPath(string target) =>
        target.Length > 0 && !target.Contains('\0', StringComparison.Ordinal) && !target.Split('/', 2)[0].Contains(':', StringComparison.Ordinal);
}
