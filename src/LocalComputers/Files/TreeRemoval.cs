using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using static LocalComputers.Files.DirectoryCalls;

namespace LocalComputers.Files;

/// <summary>Removes a tree. What can't be removed stays, and so do the folders above it; all the rest goes.</summary>
internal sealed class TreeRemoval : IDisposable
{
    // A folder that has lost entries and is not empty is gone through again: files came meanwhile, or an old kernel has skipped some.
    private const int MostRounds = 3;
    private const int BufferSize = 64 * 1024;

    private static readonly byte[] Itself = [(byte)'.'];

    private readonly TreeWalk _walk = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    // The descriptor of the folder in which the tree lies.
    private readonly int _start;
    private readonly CancellationToken _cancelled;
    private string? _left;

    private TreeRemoval(int start, CancellationToken cancelled) => (_start, _cancelled) = (start, cancelled);

    /// <param name="path">A folder, a file or a link, which is not followed.</param>
    /// <returns>What stays first, and why; null when all is gone.</returns>
    public static string? Remove(string path) => Remove(WorkingDirectory, Encoding.UTF8.GetBytes(path), CancellationToken.None);

    /// <summary>The same for an entry of an open folder.</summary>
    /// <param name="folder">The folder's descriptor, or <see cref="WorkingDirectory"/>.</param>
    /// <param name="name">The entry's name, or a path.</param>
    /// <param name="cancellationToken">Ends the removal; what is gone stays gone.</param>
    /// <returns>What stays first, and why; null when all is gone.</returns>
    public static string? Remove(int folder, byte[] name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var removal = new TreeRemoval(folder, cancellationToken);
        return removal.RemoveByForce(folder, name, isFolder: false) switch
        {
            0 or ENOENT or ENOTDIR => null,
            EISDIR => removal.RemoveFolder(name),
            var error => Text(name, error),
        };
    }

    /// <summary>Removes everything that is in an open folder.</summary>
    /// <param name="folder">The folder, which itself stays.</param>
    /// <param name="cancellationToken">Ends the removal; what is gone stays gone.</param>
    /// <returns>What stays first, and why; null when all is gone.</returns>
    public static string? Empty(SafeFileHandle folder, CancellationToken cancellationToken)
    {
        var descriptor = (int)folder.DangerousGetHandle();
        using var removal = new TreeRemoval(descriptor, cancellationToken);
        if (removal.EnterByForce(Itself, descriptor) is var refused and not 0)
        {
            return Text(Itself, refused);
        }

        var names = new List<byte[]>();
        while (removal._walk.Here.Read(removal._buffer) is { Count: > 0 } entries)
        {
            names.AddRange(entries.Select(entry => entry.Name));
        }

        string? left = null;
        foreach (var name in names)
        {
            left = Remove(descriptor, name, cancellationToken) ?? left;
        }

        return left;
    }

    public void Dispose() => _walk.Dispose();

    private string? RemoveFolder(byte[] path)
    {
        if (EnterByForce(path, _start) is var refused and not 0)
        {
            return refused == ENOENT ? null : Text(path, refused);
        }

        while (true)
        {
            GoDown();
            if (_walk.Depth == 0)
            {
                var error = RemoveByForce(_start, path, isFolder: true);
                if (error is not (ENOTEMPTY or EEXIST) || !GoThroughAgain())
                {
                    return error is 0 or ENOENT ? null : _left ?? Text(path, error);
                }
            }
            else if (!LeaveAndRemove())
            {
                return _left;
            }
        }
    }

    /// <summary>Removes what is in the folder that the walk is in, and ends in the first folder below that has nothing more to be removed.</summary>
    private void GoDown()
    {
        while (true)
        {
            _cancelled.ThrowIfCancellationRequested();
            while (_walk.Here.Folders.TryDequeue(out var folder))
            {
                RemoveOrEnter(folder);
            }

            var entries = _walk.Here.Read(_buffer);
            if (entries.Count == 0)
            {
                return;
            }

            foreach (var entry in entries)
            {
                if (entry.Kind == EntryKind.Folder)
                {
                    _walk.Here.Folders.Enqueue(entry.Name);
                }
                else
                {
                    RemoveFile(entry);
                }
            }
        }
    }

    private void RemoveFile(FolderEntry entry)
    {
        var error = RemoveByForce(_walk.Here.Descriptor, entry.Name, isFolder: false);
        if (error == EISDIR)
        {
            _walk.Here.Folders.Enqueue(entry.Name);
        }
        else
        {
            Note(entry.Name, error);
        }
    }

    private void RemoveOrEnter(byte[] name)
    {
        // The removal is tried first: it fails at a place where something is mounted, which must not be entered, and an empty folder is gone at once.
        var error = RemoveByForce(_walk.Here.Descriptor, name, isFolder: true);
        if (error is ENOTEMPTY or EEXIST or EACCES or EPERM)
        {
            // The files in the folder may go, even if the folder itself must stay.
            error = EnterByForce(name, _walk.Here.Descriptor);
            if (error == 0)
            {
                return;
            }
        }

        if (error is ENOTDIR or ELOOP)
        {
            error = RemoveByForce(_walk.Here.Descriptor, name, isFolder: false);
        }

        Note(name, error);
    }

    private bool LeaveAndRemove()
    {
        var (name, hasShrunk, round) = (_walk.Here.Name, _walk.Here.HasShrunk, _walk.Here.Round);
        if (!_walk.Leave())
        {
            _left ??= $"'{Encoding.UTF8.GetString(name)}': it was moved meanwhile";
            return false;
        }

        var error = RemoveByForce(_walk.Here.Descriptor, name, isFolder: true);
        if (error is ENOTEMPTY or EEXIST && hasShrunk && round < MostRounds && EnterByForce(name, _walk.Here.Descriptor) == 0)
        {
            _walk.Here.Round = round + 1;
            return true;
        }

        Note(name, error);
        return true;
    }

    private bool GoThroughAgain()
    {
        if (!_walk.Here.HasShrunk || _walk.Here.Round == MostRounds)
        {
            return false;
        }

        _walk.Here.Rewind();
        return true;
    }

    private int EnterByForce(byte[] name, int folder)
    {
        int Enter() => _walk.IsBegun ? _walk.Enter(name) : _walk.Begin(folder, name);

        var error = Enter();
        if (error == EACCES && TryAllow(folder, name))
        {
            error = Enter();
        }

        if (error == 0 && !_walk.Here.Facts.IsOpenToItsOwner)
        {
            Allow(_walk.Here.Folder, _walk.Here.Facts);
        }

        return error;
    }

    private int RemoveByForce(int folder, byte[] name, bool isFolder)
    {
        var error = DirectoryCalls.Remove(folder, name, isFolder);
        // The entry may be locked, or the folder that it lies in.
        return error == EPERM && (TryUnlock(folder, name) | (folder != _start && TryUnlock(_walk.Here.Folder)))
            ? DirectoryCalls.Remove(folder, name, isFolder)
            : error;
    }

    private void Note(byte[] name, int error)
    {
        if (error is 0 or ENOENT)
        {
            _walk.Here.HasShrunk = true;
        }
        else
        {
            _left ??= Text(name, error);
        }
    }

    private static string Text(byte[] name, int error) => $"'{Encoding.UTF8.GetString(name)}': {Marshal.GetPInvokeErrorMessage(error)}";
}
