using LocalComputers.Files;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Programs;

/// <summary>The working directory of a program, held open: what a command puts in its place meanwhile does not count. Disposing closes it.</summary>
internal sealed class ProgramFolder : IDisposable
{
    private readonly WorkspaceWalk _walk;

    private ProgramFolder(WorkspaceWalk walk, string onTheHost, string inside) => (_walk, OnTheHost, Inside) = (walk, onTheHost, inside);

    /// <summary>The folder itself.</summary>
    public SafeFileHandle Handle => _walk.Folder;

    /// <summary>Its path on the host.</summary>
    public string OnTheHost { get; }

    /// <summary>Its path inside the isolation.</summary>
    public string Inside { get; }

    /// <summary>Finds a folder of a computer; null where there is no such folder inside of the computer.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="names">What the places of the computer are called.</param>
    /// <param name="asked">
    /// The home, <c>/workspace</c>, <c>/tmp</c> or a folder below one of them; as the computer calls it, or by its path on the host; or relative to the home.
    /// Null for the home.
    /// </param>
    public static ProgramFolder? Open(ComputerFolder folder, HostNames names, string? asked)
    {
        var (root, inside, relative) = Find(folder, names, asked ?? "");
        if (root is null)
        {
            return null;
        }

        var walk = new WorkspaceWalk(root, relative);
        if (walk.GoToFolder() is { } path)
        {
            return new(walk, path, inside + path[root.Length..]);
        }

        walk.Dispose();
        return null;
    }

    /// <summary>Where a program lies on the host that was asked for by the computer's own name of its path, such as <c>/workspace/run.sh</c>.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="names">What the places of the computer are called.</param>
    /// <param name="asked">The program: a path or a name.</param>
    /// <returns>The path on the host; or what was asked, where the computer has no such file.</returns>
    public static string ProgramOnTheHost(ComputerFolder folder, HostNames names, string asked)
    {
        var (root, _, relative) = asked.StartsWith('/') ? Find(folder, names, asked) : default;
        return root is not null && root + relative is var program && File.Exists(program) ? program : asked;
    }

    public void Dispose() => _walk.Dispose();

    private static (string? Root, string Inside, string Relative) Find(ComputerFolder folder, HostNames names, string asked)
    {
        // A command without isolation may have moved the workspace, and left a link in its place.
        var workspace = WorkspacePath.IsLink(folder.Workspace) ? RealPath.Of(folder.Workspace) ?? folder.Workspace : folder.Workspace;
        (string Asked, string Root, string Inside)[] places =
        [
            ("/workspace", workspace, "/workspace"),
            ($"{names.Home}/workspace", workspace, $"{names.Home}/workspace"),
            (names.Home, folder.Home, names.Home),
            (folder.Workspace, workspace, $"{names.Home}/workspace"),
            (folder.Home, folder.Home, names.Home),
            ("/tmp", folder.Temp, "/tmp"),
            (folder.Temp, folder.Temp, "/tmp"),
        ];
        foreach (var place in places)
        {
            if (asked.StartsWith(place.Asked, StringComparison.Ordinal) && (asked.Length == place.Asked.Length || asked[place.Asked.Length] == '/'))
            {
                return (place.Root, place.Inside, asked[place.Asked.Length..]);
            }
        }

        return asked.StartsWith('/') ? (null, "", "") : (folder.Home, names.Home, asked);
    }
}
