namespace LocalComputers.Processes;

/// <summary>The file that shows what a computer's background processes write. It holds the latest of it.</summary>
internal sealed class BackgroundLog(string path)
{
    /// <summary>The file's largest size, in bytes. When it is reached, the older half goes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly Lock _gate = new();

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            try
            {
                // The file is opened each time, because the computer's folder may be made anew, or be gone, while a pipe is still read.
                using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                if (file.Length + bytes.Length > MaxBytes)
                {
                    DropOldest(file, keep: (MaxBytes / 2) - bytes.Length);
                }

                file.Seek(0, SeekOrigin.End);
                file.Write(bytes);
            }
            catch (Exception lost) when (lost is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                // The disk is full, the folder is gone, or a pipe is in the file's place. None of that may block the process that writes.
            }
        }
    }

    private static void DropOldest(FileStream file, int keep)
    {
        var latest = new byte[Math.Clamp(keep, 0, file.Length)];
        file.Seek(-latest.Length, SeekOrigin.End);
        file.ReadExactly(latest);
        file.SetLength(0);
        file.Seek(0, SeekOrigin.Begin);
        file.Write(latest);
    }
}
