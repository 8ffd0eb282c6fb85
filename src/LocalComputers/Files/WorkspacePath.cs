using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files;

/// <summary>Finds a folder of a workspace without looking at anything outside of the workspace.</summary>
/// <remarks>
/// Every folder is opened from the folder above it, and no link is followed by the kernel: an absolute link, and a path that climbs out of the
/// workspace, are refused before they are followed. So an answer never tells whether a file of the host exists, and a command that
/// exchanges a folder for a link in the same moment changes nothing.
/// </remarks>
internal static unsafe partial class WorkspacePath
{
    private const int MostLinks = 40;
    private const int LongestPath = 4_096;

    // More than any sane path needs: a command must not be able to keep a request busy with links that climb up and down.
    private const int MostOpenings = 100_000;

    private static readonly int OpenFolder = OpenFlags.Folder | OpenFlags.NoLink | OpenFlags.CloseOnExec | OpenFlags.PlaceOnly;

    /// <summary>The path of the folder on the host, without a link in it below <paramref name="workspace"/>; null where there is none.</summary>
    /// <param name="workspace">The workspace on the host.</param>
    /// <param name="relative">A path below it.</param>
    public static string? Resolve(string workspace, string relative)
    {
        var names = new List<string>();
        var left = new Stack<string>();
        Push(left, relative);
        var (links, openings) = (0, 0);
        var current = Open(workspace, names);
        try
        {
            while (current is not null && left.TryPop(out var name))
            {
                openings += name == ".." ? names.Count : 1;
                if (openings > MostOpenings)
                {
                    return null;
                }

                if (name == "..")
                {
                    current.Dispose();
                    current = TryClimb(names) ? Open(workspace, names) : null;
                }
                else if (OpenChild(current, name) is { } child)
                {
                    current.Dispose();
                    current = child;
                    names.Add(name);
                }
                else if (LinkOf(current, name) is { } target && !target.StartsWith('/') && ++links <= MostLinks)
                {
                    Push(left, target);
                }
                else
                {
                    return null;
                }
            }

            var path = string.Join('/', names.Prepend(workspace));
            return current is null || Encoding.UTF8.GetByteCount(path) >= LongestPath ? null : path;
        }
        finally
        {
            current?.Dispose();
        }
    }

    /// <summary>Whether a path is a link, wherever the link leads.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static void Push(Stack<string> left, string path)
    {
        foreach (var name in path.Split('/').Reverse().Where(name => name is not ("" or ".")))
        {
            left.Push(name);
        }
    }

    private static bool TryClimb(List<string> names)
    {
        if (names.Count == 0)
        {
            return false;
        }

        names.RemoveAt(names.Count - 1);
        return true;
    }

    // The way begins at the top again, instead of through "..": a folder that was moved meanwhile has another parent.
    private static SafeFileHandle? Open(string workspace, List<string> names)
    {
        var current = OpenOrNull(openat(-1, workspace, OpenFolder));
        foreach (var name in names)
        {
            using var parent = current;
            current = parent is null ? null : OpenChild(parent, name);
        }

        return current;
    }

    private static SafeFileHandle? OpenChild(SafeFileHandle parent, string name) =>
        name.Contains('\0', StringComparison.Ordinal) ? null : OpenOrNull(openat(parent, name, OpenFolder));

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
    private static partial nint readlinkat(SafeFileHandle folder, string path, byte* target, nuint size);
}
