using LocalComputers.Journals;

namespace Testing.Engine;

/// <summary>Reads journals as a response does.</summary>
internal static class JournalReading
{
    /// <summary>Everything up to the end of a completed journal.</summary>
    public static async Task<byte[]> ReadAllAsync(this JournalReader reader, int blockSize = 32 * 1024)
    {
        using var all = new MemoryStream();
        var block = new byte[blockSize];
        while (await reader.ReadAsync(block, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30)) is > 0 and var count)
        {
            all.Write(block, 0, count);
            reader.Advance(count);
        }

        return all.ToArray();
    }

    /// <summary>The files in a folder that this process holds open.</summary>
    public static string[] OpenFiles(this TempFolder folder) => [.. Directory.GetFiles("/proc/self/fd")
        .Select(path => new FileInfo(path).LinkTarget ?? "")
        .Where(target => target.StartsWith(folder.Path + "/", StringComparison.Ordinal))];
}
