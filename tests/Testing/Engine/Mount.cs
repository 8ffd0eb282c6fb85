using System.Diagnostics;

namespace Testing.Engine;

/// <summary>A small file system in memory, mounted for a test.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _path;

    private Mount(string path) => _path = path;

    public static Mount Tmpfs(string path, string size)
    {
        Directory.CreateDirectory(path);
        var mount = TryTmpfs(path, size);
        mount.Should().NotBeNull();
        return mount!;
    }

    /// <summary>Null where it is not permitted.</summary>
    public static Mount? TryTmpfs(string path, string size) => Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path) ? new(path) : null;

    // Lazily: whoever still holds a file of it loses it with that file.
    public void Dispose() => Run("umount", "-l", _path);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
