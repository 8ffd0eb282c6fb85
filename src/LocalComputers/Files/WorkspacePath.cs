namespace LocalComputers.Files;

/// <summary>Finds a folder of a workspace without looking at anything outside of the workspace: see <see cref="WorkspaceWalk"/>.</summary>
internal static class WorkspacePath
{
    /// <summary>The path of the folder on the host, without a link in it below <paramref name="workspace"/>; null where there is none.</summary>
    /// <param name="workspace">The workspace on the host.</param>
    /// <param name="relative">A path below it.</param>
    public static string? Resolve(string workspace, string relative)
    {
        using var walk = new WorkspaceWalk(workspace, relative);
        return walk.GoToFolder();
    }

    /// <summary>Whether a path is a link, wherever the link leads.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
