namespace LocalComputers.Files;

/// <summary>Where a computer's files lie on the host: a private home with the workspace in it, and a private folder for temporary files.</summary>
internal sealed class ComputerFolder(string root)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Root => root;

    public string Home { get; } = Path.Combine(root, "home");

    public string Workspace { get; } = Path.Combine(root, "home", "workspace");

    public string App { get; } = Path.Combine(root, "home", "workspace", "app");

    public string Temp { get; } = Path.Combine(root, "tmp");

    /// <summary>What bash reads first in each command; the shells write it. It is no part of the user's home, so that no tool changes it.</summary>
    public string Login { get; } = Path.Combine(root, "login");

    /// <summary>The same for a shell that is started before its command is known.</summary>
    public string LoginAhead { get; } = Path.Combine(root, "login", "ahead");

    /// <summary>Held while a file that was written beside the workspace is moved into it.</summary>
    public Lock Arrivals { get; } = new();

    public bool Exists => Directory.Exists(Workspace);

    /// <summary>Whether <see cref="Mend"/> has anything to do, or to refuse.</summary>
    public bool IsDamaged =>
        !Directory.Exists(root) || IsDamagedAt(Home, mayBeLink: false) || IsDamagedAt(Workspace, mayBeLink: true)
        || IsDamagedAt(Temp, mayBeLink: true) || IsDamagedAt(Login, mayBeLink: false);

    /// <summary>Makes the folders anew, with nothing in them.</summary>
    /// <returns>What of the earlier files could not be removed, and why, for the log; null when there is nothing to tell.</returns>
    public async Task<string?> ResetAsync()
    {
        var left = await RemoveAsync().ConfigureAwait(false);
        Directory.CreateDirectory(root, Private);
        Directory.CreateDirectory(Workspace, Private);
        Directory.CreateDirectory(Temp, Private);
        Directory.CreateDirectory(Login, Private);
        return left;
    }

    /// <summary>Makes those folders again that a command has removed. What a command has put in the place of one is moved aside.</summary>
    /// <returns>Whether the home was made again, and is empty now.</returns>
    /// <exception cref="IOException">The folders can't be made, or the computer's folder is gone as a whole.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make the folders.</exception>
    public bool Mend()
    {
        if (!Directory.Exists(root))
        {
            throw new DirectoryNotFoundException($"The computer's folder '{root}' is gone.");
        }

        OpenToOwner(root);
        // If a link is in the place of a folder, the workspace would be made wherever the link leads.
        var isHomeNew = MakeIfGone(Home, mayBeLink: false);
        MakeIfGone(Workspace, mayBeLink: true);
        MakeIfGone(Temp, mayBeLink: true);
        // The next command writes the files in this folder.
        MakeIfGone(Login, mayBeLink: false);
        return isHomeNew;
    }

    /// <summary>Gives the computer a copy of a folder as its home. The home is exchanged at once; then the old home is removed.</summary>
    /// <param name="from">The folder.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    /// <exception cref="WorkspaceFileException">The copy can't be made; the home is as it was.</exception>
    public void ReplaceHome(string from, CancellationToken cancellationToken)
    {
        var (incoming, old) = ($"{Home}.incoming-{Guid.NewGuid():N}", $"{Home}.old-{Guid.NewGuid():N}");
        TreeCopy.Make(from, incoming, cancellationToken);
        try
        {
            Directory.Move(Home, old);
            Directory.Move(incoming, Home);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            FileTree.Remove(incoming);
            if (!Path.Exists(Home))
            {
                Directory.Move(old, Home);
            }

            throw new WorkspaceFileException(FileFault.Failed, e);
        }

        // What stays of it is removed with the computer.
        FileTree.Remove(old);
    }

    /// <summary>The same as <see cref="Remove"/> on a thread of its own: a million files would hold a thread of the pool for seconds, and every request needs those threads.</summary>
    public Task<string?> RemoveAsync() => Task.Factory.StartNew(Remove, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Removes the files. Those that can't be removed are moved aside, so that the computer can be made anew; the next start tries again.</summary>
    /// <returns>What could not be removed, and why, for the log; null when all is gone.</returns>
    public string? Remove()
    {
        if (FileTree.Remove(root) is not { } left)
        {
            return null;
        }

        var aside = $"{root}.left-{Guid.NewGuid():N}";
        try
        {
            Directory.Move(root, aside);
            return $"{left} (the folder is now '{aside}')";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return left;
        }
    }

    /// <summary>The host's folder for a command's working directory, without a link in it; null where there is none inside the workspace.</summary>
    /// <param name="asked">As it was asked for: <c>/workspace/…</c> or relative to the workspace; null for the app, else the workspace.</param>
    public string? Resolve(string? asked)
    {
        // A command without isolation may have moved the workspace, and left a link in its place.
        var workspace = WorkspacePath.IsLink(Workspace) ? RealPath.Of(Workspace) ?? Workspace : Workspace;
        if (asked is null)
        {
            return WorkspacePath.Resolve(workspace, "app") ?? (WorkspacePath.IsLink(App) ? null : Workspace);
        }

        return RelativeOf(asked) is { } relative ? WorkspacePath.Resolve(workspace, relative) : null;
    }

    /// <summary>The path below the workspace that is meant by <c>/workspace/…</c> or by a path that is relative to the workspace; null for any other path.</summary>
    public static string? RelativeOf(string asked)
    {
        var relative = asked is "/workspace" ? "" : asked.StartsWith("/workspace/", StringComparison.Ordinal) ? asked["/workspace/".Length..].TrimStart('/') : asked;
        return relative.StartsWith('/') ? null : relative;
    }

    // Nothing can be made in a folder that is closed to its owner.
    private static void OpenToOwner(string folder)
    {
        var mode = File.GetUnixFileMode(folder);
        if ((mode & Private) != Private)
        {
            File.SetUnixFileMode(folder, mode | Private);
        }
    }

    private static bool IsDamagedAt(string folder, bool mayBeLink)
    {
        var found = new DirectoryInfo(folder);
        return !found.Exists || (found.LinkTarget is null ? (found.UnixFileMode & UnixFileMode.UserExecute) == 0 : !mayBeLink);
    }

    private static bool MakeIfGone(string folder, bool mayBeLink)
    {
        var found = new DirectoryInfo(folder);
        if (found.Exists && (mayBeLink || found.LinkTarget is null))
        {
            // A folder that is closed to its owner is as good as gone: no command can begin in it.
            if (found.LinkTarget is null && (found.UnixFileMode & UnixFileMode.UserExecute) == 0)
            {
                found.UnixFileMode |= Private;
            }

            return false;
        }

        OpenToOwner(Path.GetDirectoryName(folder)!);
        var aside = $"{folder}.aside-{Guid.NewGuid():N}";
        if (found.Exists)
        {
            Directory.Move(folder, aside);
        }
        else if (Path.Exists(folder) || found.LinkTarget is not null)
        {
            // In the folder's place is a file, or a link that leads to no folder.
            File.Move(folder, aside);
        }

        Directory.CreateDirectory(folder, Private);
        return true;
    }
}
