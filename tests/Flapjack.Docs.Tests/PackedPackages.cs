using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Flapjack.Docs.Tests;

/// <summary>The packages of this repository, each packed once, when the first test asks for it.</summary>
public sealed class PackedPackages : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _packages = new();

    /// <summary>The folder in which the packages lie.</summary>
    public string Folder => _folder.Path;

    public async Task<ZipArchive> OpenAsync(string name) =>
        ZipFile.OpenRead(await _packages.GetOrAdd(name, key => new(() => PackAsync(key))).Value);

    /// <summary>What a project's package is called: as the project is, unless the project says otherwise.</summary>
    public static string IdOf(string name) =>
        XDocument.Load(Repository.PathTo("src", name, $"{name}.csproj")).Descendants("PackageId").SingleOrDefault()?.Value ?? name;

    public void Dispose() => _folder.Dispose();

    private static string Configuration() =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    private async Task<string> PackAsync(string name)
    {
        // The test runner sets variables that are meant for its own build.
        var start = new ProcessStartInfo("dotnet", ["pack", Repository.PathTo("src", name), "--no-build", "--output", _folder.Path, "-c", Configuration()])
        {
            RedirectStandardOutput = true,
        };
        using var pack = Process.Start(start)!;
        var said = await pack.StandardOutput.ReadToEndAsync();
        await pack.WaitForExitAsync();
        pack.ExitCode.Should().Be(0, said);
        var id = IdOf(name);
        return Directory.EnumerateFiles(_folder.Path, $"{id}.*.nupkg").Single(file => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1]));
    }
}
