using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files;

/// <summary>Where a path of a workspace leads: a name in an open folder. The folder stays the same, whatever a command does to the path meanwhile.</summary>
internal sealed class WorkspacePlace : IDisposable
{
    private const string Itself = ".";

    private readonly WorkspaceWalk _walk;

    private WorkspacePlace(WorkspaceWalk walk, string name)
    {
        _walk = walk;
        Name = name;
    }

    /// <summary>The name; <c>.</c> for the folder itself, for example for the workspace.</summary>
    public string Name { get; }

    public byte[] NameBytes => Encoding.UTF8.GetBytes(Name);

    /// <summary>Whether the place is the workspace itself.</summary>
    public bool IsWorkspace => Name == Itself && _walk.IsAtTop;

    /// <summary>The folder, which is closed with this place.</summary>
    public SafeFileHandle Folder => _walk.Folder;

    /// <summary>The folder's descriptor.</summary>
    public int Descriptor => (int)_walk.Folder.DangerousGetHandle();

    /// <summary>Finds the place of a path.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The path: relative to the workspace, or <c>/workspace/…</c>.</param>
    /// <param name="makesFolders">Whether folders on the way that are not there are made.</param>
    /// <param name="followsLast">Whether a link at the end of the path is followed.</param>
    /// <exception cref="WorkspaceFileException">The path leads out of the workspace, or the folder is not there.</exception>
    public static WorkspacePlace Of(ComputerFolder folder, string path, bool makesFolders = false, bool followsLast = true)
    {
        // A command without isolation may have put a link in the workspace's place. The link may lead to files of the host.
        if (ComputerFolder.RelativeOf(path) is not { } relative || WorkspacePath.IsLink(folder.Workspace))
        {
            throw new WorkspaceFileException(FileFault.NotThere);
        }

        return Of(new WorkspaceWalk(folder.Workspace, relative), makesFolders, followsLast);
    }

    /// <summary>The same for a folder of the host, which is no workspace of a computer.</summary>
    public static WorkspacePlace Of(string folder, string relative) => Of(new WorkspaceWalk(folder, relative), makesFolders: false, followsLast: true);

    /// <summary>What the kernel knows of what is there, without following a link; null if nothing is there.</summary>
    /// <exception cref="WorkspaceFileException">The kernel does not tell.</exception>
    public FileFacts? Look() => DirectoryCalls.Look(Descriptor, NameBytes, out var facts) switch
    {
        0 => facts,
        DirectoryCalls.ENOENT => null,
        var error => throw WorkspaceFileException.Of(error),
    };

    public void Dispose() => _walk.Dispose();

    private static WorkspacePlace Of(WorkspaceWalk walk, bool makesFolders, bool followsLast)
    {
        if (walk.GoToName(makesFolders, followsLast) is { } name)
        {
            return new(walk, name);
        }

        if (walk.IsAtItsEnd)
        {
            return new(walk, Itself);
        }

        walk.Dispose();
        throw new WorkspaceFileException(FileFault.NotThere);
    }
}
