using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files;

/// <summary>Goes along a path of a workspace without looking at anything outside of the workspace.</summary>
/// <remarks>
/// Every folder is opened from the folder above it, and no link is followed by the kernel: an absolute link, and a path that climbs out of the
/// workspace, are refused before they are followed. So an answer never tells whether a file of the host exists, and a command that
/// exchanges a folder for a link in the same moment changes nothing.
/// </remarks>
internal sealed unsafe partial class WorkspaceWalk : IDisposable
{
    private const int MostLinks = 40;
    private const int LongestPath = 4_096;

    // More than any sane path needs: a command must not be able to keep a request busy with links that climb up and down.
    private const int MostOpenings = 100_000;

    // As a command makes folders; the kernel takes away what the process denies to new files.
    private const uint ModeOfNewFolder = 0b111_111_111;

    private static readonly int OpenFolder = OpenFlags.Folder | OpenFlags.NoLink | OpenFlags.CloseOnExec | OpenFlags.PlaceOnly;

    private readonly string _workspace;
    private readonly List<string> _names = [];
    private readonly Stack<string> _left = new();
    private SafeFileHandle? _current;
    private int _links;
    private int _openings;

    /// <param name="workspace">The workspace on the host.</param>
    /// <param name="relative">A path below it.</param>
    public WorkspaceWalk(string workspace, string relative)
    {
        _workspace = workspace;
        Push(relative);
        _current = Open();
    }

    /// <summary>Whether the path ends, without a further name, in the folder that the walk is in.</summary>
    public bool IsAtItsEnd => _current is not null && _left.Count == 0;

    /// <summary>Whether the walk is in the workspace itself.</summary>
    public bool IsAtTop => _names.Count == 0;

    /// <summary>The folder that the walk is in.</summary>
    public SafeFileHandle Folder => _current ?? throw new InvalidOperationException("The path leads nowhere.");

    /// <summary>Goes to the folder that the path names.</summary>
    /// <returns>The folder's path on the host, without a link in it below the workspace; null where there is no such folder.</returns>
    public string? GoToFolder()
    {
        while (_current is not null && _left.TryPop(out var name))
        {
            Step(name, makesFolders: false);
        }

        var path = string.Join('/', _names.Prepend(_workspace));
        return _current is null || Encoding.UTF8.GetByteCount(path) >= LongestPath ? null : path;
    }

    /// <summary>Goes to the <see cref="Folder"/> in which the path's last name lies, whatever that name stands for, if it stands for anything.</summary>
    /// <param name="makesFolders">Whether folders on the way that are not there are made.</param>
    /// <param name="followsLast">Whether a link at the end of the path is followed.</param>
    /// <returns>The last name, which is no link if such a link is followed; null where there is no such folder, or the path ends without a name.</returns>
    public string? GoToName(bool makesFolders, bool followsLast = true)
    {
        while (_current is not null && _left.TryPop(out var name))
        {
            if (_left.Count > 0 || name == "..")
            {
                Step(name, makesFolders);
            }
            else if (!followsLast || LinkOf(_current, name) is not { } target)
            {
                if (!name.Contains('\0', StringComparison.Ordinal))
                {
                    return name;
                }

                Stop();
            }
            else if (!TryFollow(target))
            {
                Stop();
            }
        }

        return null;
    }

    public void Dispose() => _current?.Dispose();

    private void Step(string name, bool makesFolders)
    {
        _openings += name == ".." ? _names.Count : 1;
        if (_openings > MostOpenings)
        {
            Stop();
        }
        else if (name == "..")
        {
            _current!.Dispose();
            _current = TryClimb() ? Open() : null;
        }
        else if ((OpenChild(_current!, name) ?? (makesFolders ? MakeChild(_current!, name) : null)) is { } child)
        {
            _current!.Dispose();
            _current = child;
            _names.Add(name);
        }
        else if (LinkOf(_current!, name) is not { } target || !TryFollow(target))
        {
            Stop();
        }
    }

    private void Stop()
    {
        _current?.Dispose();
        _current = null;
    }

    private bool TryFollow(string target)
    {
        if (target.StartsWith('/') || ++_links > MostLinks)
        {
            return false;
        }

        Push(target);
        return true;
    }

    private void Push(string path)
    {
        foreach (var name in path.Split('/').Reverse().Where(name => name is not ("" or ".")))
        {
            _left.Push(name);
        }
    }

    private bool TryClimb()
    {
        if (_names.Count == 0)
        {
            return false;
        }

        _names.RemoveAt(_names.Count - 1);
        return true;
    }

    // The way begins at the top again, instead of through "..": a folder that was moved meanwhile has another parent.
    private SafeFileHandle? Open()
    {
        var current = OpenOrNull(openat(-1, _workspace, OpenFolder));
        foreach (var name in _names)
        {
            using var parent = current;
            current = parent is null ? null : OpenChild(parent, name);
        }

        return current;
    }

    private static SafeFileHandle? OpenChild(SafeFileHandle parent, string name) =>
        name.Contains('\0', StringComparison.Ordinal) ? null : OpenOrNull(openat(parent, name, OpenFolder));

    private static SafeFileHandle? MakeChild(SafeFileHandle parent, string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        // If this fails, a command may have made the folder in the same moment.
        _ = mkdirat(parent, name, ModeOfNewFolder);
        return OpenChild(parent, name);
    }

    private static SafeFileHandle? OpenOrNull(int descriptor) => descriptor < 0 ? null : new(descriptor, ownsHandle: true);

    private static string? LinkOf(SafeFileHandle folder, string name)
    {
        var target = stackalloc byte[LongestPath];
        var length = name.Contains('\0', StringComparison.Ordinal) ? -1 : readlinkat(folder, name, target, LongestPath);
        return length is > 0 and < LongestPath ? Encoding.UTF8.GetString(target, (int)length) : null;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int openat(int folder, string path, int flags);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int openat(SafeFileHandle folder, string path, int flags);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkdirat(SafeFileHandle folder, string path, uint mode);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint readlinkat(SafeFileHandle folder, string path, byte* target, nuint size);
}
