namespace LocalComputers.Files;

/// <summary>A file on its way into a workspace. It is written beside the workspace and then moved, so that no command sees a half of it.</summary>
internal sealed class IncomingFile : IDisposable
{
    private readonly ComputerFolder _folder;
    private readonly string _path;

    /// <param name="folder">The computer's files.</param>
    /// <param name="content">All of its content.</param>
    /// <param name="mode">Its permissions; null for those of a file that a command makes.</param>
    /// <exception cref="WorkspaceFileException">It can't be written.</exception>
    public IncomingFile(ComputerFolder folder, ReadOnlySpan<byte> content, UnixFileMode? mode)
    {
        _folder = folder;
        _path = Path.Combine(folder.Root, $"incoming-{Guid.NewGuid():N}");
        try
        {
            Write(content, mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new WorkspaceFileException(FileFault.Failed, e);
        }
    }

    /// <summary>Moves the file to its place. A file that was there is replaced.</summary>
    /// <param name="place">Where it belongs.</param>
    /// <param name="instead">The only file that it may replace; null for whatever is there.</param>
    /// <returns>Whether it was moved: false if something else than that file is there, or that file was changed.</returns>
    /// <exception cref="WorkspaceFileException">It can't be moved.</exception>
    public bool TryMoveTo(WorkspacePlace place, FileFacts? instead = null)
    {
        // Held for two calls to the kernel, so that nothing comes in between the look and the move.
        lock (_folder.Arrivals)
        {
            if (instead is { } expected && place.Look() is var found && (found is not { } there || !there.IsSameContentAs(expected)))
            {
                return false;
            }

            return DirectoryCalls.Move(DirectoryCalls.WorkingDirectory, System.Text.Encoding.UTF8.GetBytes(_path), place.Descriptor, place.NameBytes) switch
            {
                0 => true,
                var error => throw WorkspaceFileException.Of(error),
            };
        }
    }

    /// <summary>Removes the file if it was not moved.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file is removed with its computer.
        }
    }

    private void Write(ReadOnlySpan<byte> content, UnixFileMode? mode)
    {
        using var file = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.Write, preallocationSize: content.Length);
        RandomAccess.Write(file, content, 0);
        if (mode is { } kept)
        {
            File.SetUnixFileMode(file, kept);
        }
    }
}
