using System.Text;

namespace LocalComputers.Processes.Groups;

/// <summary>Writes the files by which control groups are steered.</summary>
internal static class GroupFile
{
    /// <exception cref="IOException">The kernel refused, or there is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write the file.</exception>
    public static void Write(string path, string value)
    {
        // The file is opened and never created: if the folder is no group after all, nothing must be left in it.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(Encoding.ASCII.GetBytes(value));
    }

    /// <summary>Writes a file that not every kernel has.</summary>
    public static void WriteIfThere(string path, string value)
    {
        if (File.Exists(path))
        {
            Write(path, value);
        }
    }
}
