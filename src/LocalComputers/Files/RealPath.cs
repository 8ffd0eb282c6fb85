using System.Runtime.InteropServices;

namespace LocalComputers.Files;

/// <summary>A path without links, as the kernel sees it. .NET resolves only a path's last link.</summary>
internal static partial class RealPath
{
    /// <summary>Null when there is no such file.</summary>
    public static string? Of(string path)
    {
        var resolved = realpath(path, 0);
        if (resolved == 0)
        {
            return null;
        }

        try
        {
            return Marshal.PtrToStringUTF8(resolved);
        }
        finally
        {
            free(resolved);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint realpath(string path, nint buffer);

    [LibraryImport("libc")]
    private static partial void free(nint pointer);
}
