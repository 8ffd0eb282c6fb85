using System.Diagnostics;

namespace Flapjack.AppPlatform.Tests.Machine;

/// <summary>The world of one run of the sample: its home, its temporary files, and programs that its computers find before the real ones.</summary>
internal sealed class SampleHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flapjack-app-platform-");

    public SampleHome()
    {
        _folder.CreateSubdirectory("home");
        _folder.CreateSubdirectory("tmp");
        _folder.CreateSubdirectory("tools");
    }

    public string Folder => _folder.FullName;

    public string Home => Path.Combine(Folder, "home");

    public string Temp => Path.Combine(Folder, "tmp");

    /// <summary>The PATH of the sample and its computers.</summary>
    public string SearchPath { get; set; } = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";

    /// <summary>Puts a program before the real one of that name.</summary>
    public void Stub(string tool, string bash)
    {
        var tools = Path.Combine(Folder, "tools");
        var path = Path.Combine(tools, tool);
        // A child writes it: were it written here, a fork could inherit the open file, and it could not be run ("Text file busy").
        using var writer = Process.Start("/bin/bash", ["-euc", "printf '#!/bin/bash\n%s\n' \"$2\" > \"$1\"; chmod 755 \"$1\"", "bash", path, bash]);
        writer.WaitForExit();
        writer.ExitCode.Should().Be(0);
        if (!SearchPath.StartsWith(tools, StringComparison.Ordinal))
        {
            SearchPath = $"{tools}:{SearchPath}";
        }
    }

    /// <summary>Makes the pauses of the test command last until <see cref="GoOn"/>.</summary>
    public void HoldPauses() => Stub("sleep", $"while [ ! -e '{Folder}/go' ]; do /bin/sleep 0.05; done");

    public void GoOn() => File.WriteAllText(Path.Combine(Folder, "go"), "");

    /// <summary>The processes that were started with this home, or with a folder in it: the sample's, and its computers'.</summary>
    public IReadOnlyList<int> Processes() =>
        [.. Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0).Where(IsOurs)];

    public void Dispose() => _folder.Delete(recursive: true);

    private bool IsOurs(int id)
    {
        try
        {
            return id > 0 && File.ReadAllText($"/proc/{id}/environ").Contains(Folder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended, or is another user's.
            return false;
        }
    }
}
