namespace LocalComputers.Files;

/// <summary>Makes folders of a workspace, and moves and removes what is in it. A link is moved and removed itself; what it leads to is not touched.</summary>
internal static class WorkspaceFolders
{
    private const UnixFileMode ModeOfNewFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes a folder, which everybody may read and its owner may write. The workspace is always there.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The new folder's path, relative to the workspace.</param>
    /// <param name="withParents">Whether the folders on the way are made too, and a folder that is there is no fault.</param>
    /// <exception cref="WorkspaceFileException">It can't be made.</exception>
    public static void Make(ComputerFolder folder, string path, bool withParents)
    {
        using var place = WorkspacePlace.Of(folder, path, makesFolders: withParents);
        if (place.IsWorkspace)
        {
            return;
        }

        switch (DirectoryCalls.MakeFolder(place.Descriptor, place.NameBytes, (uint)ModeOfNewFolder))
        {
            case 0:
                SetMode(place);
                break;
            case DirectoryCalls.EEXIST when withParents && place.Look() is { IsFolder: true }:
                break;
            case DirectoryCalls.EEXIST:
                throw new WorkspaceFileException(FileFault.IsThere);
            case var error:
                throw WorkspaceFileException.Of(error);
        }
    }

    /// <summary>Moves a file or a folder. A file at the new place is replaced. Folders on the way to the new place are made.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="from">The path, relative to the workspace.</param>
    /// <param name="to">The new path, relative to the workspace.</param>
    /// <exception cref="WorkspaceFileException">It can't be moved.</exception>
    public static void Move(ComputerFolder folder, string from, string to)
    {
        using var source = WorkspacePlace.Of(folder, from, followsLast: false);
        if (source.IsWorkspace || to.StartsWith(from + "/", StringComparison.Ordinal))
        {
            throw new WorkspaceFileException(FileFault.IntoItself);
        }

        if (DirectoryCalls.AreAvailable && source.Look() is null)
        {
            // Otherwise the folders on the way would be made in vain.
            throw new WorkspaceFileException(FileFault.NotThere);
        }

        using var target = WorkspacePlace.Of(folder, to, makesFolders: true, followsLast: false);
        if (target.IsWorkspace)
        {
            throw new WorkspaceFileException(FileFault.IsThere);
        }

        lock (folder.Arrivals)
        {
            var error = DirectoryCalls.Move(source.Descriptor, source.NameBytes, target.Descriptor, target.NameBytes);
            if (error != 0)
            {
                throw error switch
                {
                    DirectoryCalls.EINVAL => new(FileFault.IntoItself),
                    DirectoryCalls.EISDIR or DirectoryCalls.ENOTDIR or DirectoryCalls.ENOTEMPTY or DirectoryCalls.EEXIST => new(FileFault.IsThere),
                    _ => WorkspaceFileException.Of(error),
                };
            }
        }
    }

    /// <summary>Removes a file or a folder. The workspace itself stays, empty.</summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The path, relative to the workspace.</param>
    /// <param name="recurses">Whether a folder may have something in it; a folder is removed only if that is so.</param>
    /// <param name="cancellationToken">Ends the removal; what is gone stays gone.</param>
    /// <exception cref="WorkspaceFileException">It is not there, or can't be removed.</exception>
    public static void Remove(ComputerFolder folder, string path, bool recurses, CancellationToken cancellationToken)
    {
        using var place = WorkspacePlace.Of(folder, path, followsLast: false);
        var facts = place.Look() ?? throw new WorkspaceFileException(FileFault.NotThere);
        if (facts.IsFolder && !recurses)
        {
            throw new WorkspaceFileException(FileFault.NotEmpty);
        }

        if (place.IsWorkspace)
        {
            TellLeft(TreeRemoval.Empty(place.Folder, cancellationToken));
        }
        else if (facts.IsFolder)
        {
            TellLeft(TreeRemoval.Remove(place.Descriptor, place.NameBytes, cancellationToken));
        }
        else if (DirectoryCalls.Remove(place.Descriptor, place.NameBytes, isFolder: false) is var error and not 0)
        {
            throw WorkspaceFileException.Of(error);
        }
    }

    private static void SetMode(WorkspacePlace place)
    {
        if (DirectoryCalls.OpenFolder(place.Descriptor, place.NameBytes, out var made) == 0)
        {
            using (made)
            {
                File.SetUnixFileMode(made, ModeOfNewFolder);
            }
        }
        else
        {
            made.Dispose();
        }
    }

    private static void TellLeft(string? left)
    {
        if (left is not null)
        {
            throw new WorkspaceFileException(FileFault.Failed, new IOException($"Not everything could be removed: {left}"));
        }
    }
}
