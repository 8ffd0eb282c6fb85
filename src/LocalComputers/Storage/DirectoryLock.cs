using System.Globalization;

namespace LocalComputers.Storage;

/// <summary>Keeps a second backend out of a directory, by a lock of the operating system that ends with the process that holds it.</summary>
internal sealed class DirectoryLock : IDisposable
{
    // EWOULDBLOCK on Linux and on macOS, which .NET passes on if the file is locked.
    private const int LockedOnLinux = 11;
    private const int LockedOnMac = 35;

    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Whether a directory has ever been locked.</summary>
    public static bool IsIn(string directory, HostNames names) => File.Exists(Path.Combine(directory, names.LockFile));

    /// <exception cref="StoreException">Another backend uses the directory.</exception>
    public static DirectoryLock Take(string directory, HostNames names)
    {
        // There are two files, the lock and the holder's process id, because others can't read a locked file.
        var holder = Path.Combine(directory, names.HolderFile);
        FileStream file;
        try
        {
            // Without sharing, .NET takes an exclusive flock. The file is closed in every child process, so no child can keep the lock.
            file = new(Path.Combine(directory, names.LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException e) when (e.HResult is LockedOnLinux or LockedOnMac)
        {
            throw new StoreException(
                $"The data directory '{directory}' is in use by another {names.Product} backend{DescribeHolder(holder)}. Stop that one, or give this one a directory of its own.", e);
        }

        try
        {
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // The file is not removed, because a lock on a removed file would keep nobody out.
    public void Dispose() => _file.Dispose();

    private static string DescribeHolder(string holder)
    {
        try
        {
            return int.TryParse(File.ReadAllText(holder), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                ? process == Environment.ProcessId ? $" (process {process}, which is this one)" : $" (process {process})"
                : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
