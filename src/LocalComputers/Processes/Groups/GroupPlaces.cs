namespace LocalComputers.Processes.Groups;

/// <summary>Where this process itself is in the hierarchies of control groups; its own groups are made below.</summary>
/// <param name="Unified">Its group of cgroup v2; null where that is not mounted.</param>
/// <param name="Memory">Its group of the v1 hierarchy that limits memory; null where there is none.</param>
/// <param name="Pids">Its group of the v1 hierarchy that limits processes; null where there is none.</param>
internal sealed record GroupPlaces(string? Unified, string? Memory, string? Pids)
{
    public static GroupPlaces OfSelf()
    {
        try
        {
            return Parse(File.ReadAllLines("/proc/self/mountinfo"), File.ReadAllLines("/proc/self/cgroup"));
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return new(null, null, null);
        }
    }

    /// <param name="mounts">The lines of <c>/proc/self/mountinfo</c>.</param>
    /// <param name="memberships">The lines of <c>/proc/self/cgroup</c>.</param>
    public static GroupPlaces Parse(IReadOnlyList<string> mounts, IReadOnlyList<string> memberships) => new(
        Find(mounts, memberships, "cgroup2", controller: ""),
        Find(mounts, memberships, "cgroup", "memory"),
        Find(mounts, memberships, "cgroup", "pids"));

    private static string? Find(IReadOnlyList<string> mounts, IReadOnlyList<string> memberships, string type, string controller)
    {
        // number:controllers:path; v2 has no controllers here.
        var path = memberships
            .Select(line => line.Split(':', 3))
            .FirstOrDefault(fields => fields.Length == 3 && fields[1].Split(',').Contains(controller))?[2];
        return path is null ? null : mounts.Select(line => DirectoryIn(line, type, controller, path)).FirstOrDefault(directory => directory is not null);
    }

    /// <summary>The directory of a group within one mount; null when the mount is another, or does not show the group.</summary>
    private static string? DirectoryIn(string mount, string type, string controller, string path)
    {
        // id parent device root mountpoint options … - type source options
        var halves = mount.Split(" - ", 2);
        var place = halves[0].Split(' ');
        var kind = halves.Length == 2 ? halves[1].Split(' ') : [];
        if (kind.Length < 3 || place.Length < 5 || kind[0] != type || (controller.Length > 0 && !kind[2].Split(',').Contains(controller)))
        {
            return null;
        }

        var root = place[3] == "/" ? "" : place[3];
        var isShown = (path == root || path.StartsWith(root + "/", StringComparison.Ordinal)) && !path.Contains("/..", StringComparison.Ordinal);
        return isShown ? (Unescape(place[4]) + path[root.Length..]).TrimEnd('/') : null;
    }

    private static string Unescape(string text) => text.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal);
}
