using LocalComputers.Processes;
using LocalComputers.Storage;

namespace LocalComputers.Computers;

/// <summary>Says in a backend's data folder which process it belongs to, so that a later one can tell whether it is still in use.</summary>
internal static class FolderOwner
{
    private const string FileName = DataDirectory.OwnerFile;

    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    // Some kernels, for example those of containers, show no id of their boot; then only the process is known.
    private static string BootId => File.Exists(BootFile) ? File.ReadAllText(BootFile).Trim() : "";

    /// <summary>Makes the folder this process's own. Where processes can't be told apart for good it does nothing.</summary>
    public static void Claim(string folder, ProcessIdentity? self)
    {
        if (self is not null)
        {
            // The file is moved into its place, so that nobody reads half of it.
            var unfinished = Path.Combine(folder, $"{FileName}.{Guid.NewGuid():N}");
            File.WriteAllText(unfinished, $"{self}\n{BootId}\n");
            File.Move(unfinished, Path.Combine(folder, FileName), overwrite: true);
        }
    }

    /// <summary>Whether the folder has or had an owner.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Whether the folder's owner has ended for certain; false also where there is no owner, or where its end can't be known.</summary>
    public static bool IsDead(string folder, ProcessTable table)
    {
        try
        {
            return table.IsAvailable
                && File.ReadAllLines(Path.Combine(folder, FileName)) is [var owner, var bootId, ..]
                && ProcessIdentity.Parse(owner) is { } process
                && (bootId != BootId || process.IsDead(table));
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
