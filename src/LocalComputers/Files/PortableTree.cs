using System.ComponentModel;
using System.Diagnostics;

namespace LocalComputers.Files;

/// <summary>What <see cref="FileTree"/> does where the calls of Linux are not known: with .NET's own means and the system's tools.</summary>
internal static class PortableTree
{
    private static readonly EnumerationOptions Files = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        // Links are not followed: their target lies elsewhere, or is counted at its own place.
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    public static string? Remove(string path)
    {
        try
        {
            if (Directory.Exists(path) && new FileInfo(path).LinkTarget is null)
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // These programs reach what .NET can't reach: names that are not UTF-8, paths beyond the system's limit, folders that are closed to their owner.
            return RemoveWithTools(path) && !Path.Exists(path) ? null : e.Message;
        }
    }

    /// <summary>Adds up lengths: .NET tells neither blocks nor names.</summary>
    public static long? Measure(string path, CancellationToken cancellationToken)
    {
        try
        {
            long bytes = 0;
            foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", Files))
            {
                cancellationToken.ThrowIfCancellationRequested();
                bytes += LengthOf(file);
            }

            return bytes;
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file was removed since it was listed, or its folder tells names only.
            return 0;
        }
    }

    private static bool RemoveWithTools(string path)
    {
        try
        {
            using var removal = Process.Start("/bin/sh", ["-c", "chmod -R u+rwX -- \"$1\"; exec rm -rf -- \"$1\"", "sh", path]);
            removal.WaitForExit();
            return removal.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
