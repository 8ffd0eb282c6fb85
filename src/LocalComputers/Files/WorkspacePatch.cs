namespace LocalComputers.Files;

/// <summary>Changes places of a file that hold certain bytes, and nothing else of the file.</summary>
internal static class WorkspacePatch
{
    // A file that is changed more often than this while it is patched is a log, for example.
    private const int MostAttempts = 10;

    /// <summary>
    /// Changes a file by all of the edits, one after another, or does not change it. A reader sees the old content or the new content. The file keeps its
    /// permissions. What somebody else writes meanwhile is not lost: then the edits are made in the new content.
    /// </summary>
    /// <param name="folder">The computer's files.</param>
    /// <param name="path">The file's path, relative to the workspace.</param>
    /// <param name="change">Makes the new content of the old content; it may throw, and it may be called again for a newer content.</param>
    /// <param name="maxBytes">How large the file may be, before and after.</param>
    /// <returns>The new content.</returns>
    /// <exception cref="WorkspaceFileException">The file is not there, is too large, or can't be written.</exception>
    public static byte[] Apply(ComputerFolder folder, string path, Func<byte[], byte[]> change, int maxBytes)
    {
        WorkspaceFile.RefuseFolder(path);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            using var place = WorkspacePlace.Of(folder, path);
            // The file stays open until it is replaced, so that no other file gets its number meanwhile.
            using var file = OrdinaryFile.OpenToRead(place);
            var facts = OrdinaryFile.LookAt(file);
            OrdinaryFile.RefuseReadOnly(facts);
            var (content, size) = WorkspaceFile.ReadRange(file, 0, maxBytes);
            var changed = size <= maxBytes ? change(content) : throw new WorkspaceFileException(FileFault.TooLarge);
            using var incoming = new IncomingFile(folder, changed, (UnixFileMode?)facts?.Permissions);
            if (incoming.TryMoveTo(place, facts))
            {
                return changed;
            }
        }

        throw new WorkspaceFileException(FileFault.Changing);
    }

    /// <summary>Puts other bytes in all places that hold these bytes.</summary>
    /// <param name="content">Where to look.</param>
    /// <param name="find">What to look for; not empty.</param>
    /// <param name="replacement">What to put there.</param>
    /// <param name="maxBytes">How long the result may be.</param>
    /// <returns>The new content; null if no place holds these bytes.</returns>
    /// <exception cref="WorkspaceFileException">The result would be too long.</exception>
    public static byte[]? Replace(ReadOnlySpan<byte> content, ReadOnlySpan<byte> find, ReadOnlySpan<byte> replacement, int maxBytes)
    {
        var count = content.Count(find);
        if (count == 0)
        {
            return null;
        }

        var length = content.Length + (long)count * (replacement.Length - find.Length);
        var changed = length <= maxBytes ? new byte[length] : throw new WorkspaceFileException(FileFault.TooLarge);
        var rest = changed.AsSpan();
        while (content.IndexOf(find) is >= 0 and var at)
        {
            content[..at].CopyTo(rest);
            replacement.CopyTo(rest[at..]);
            rest = rest[(at + replacement.Length)..];
            content = content[(at + find.Length)..];
        }

        content.CopyTo(rest);
        return changed;
    }
}
