namespace Architecture.Tests.Sources;

/// <summary>The C# files of the repository that people write.</summary>
internal static class SourceFiles
{
    /// <summary>The files under some folders. It throws if there is none, so that no rule is checked on nothing.</summary>
    public static IReadOnlyList<string> Under(params IReadOnlyList<string> folders)
    {
        List<string> files =
        [
            .. folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
                // The clone itself may lie below a folder "bin".
                .Where(path => !Shown(path).Split('/').Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal),
        ];
        return files.Count > 0 ? files : throw new InvalidOperationException($"There is no C# file under {string.Join(", ", folders)}.");
    }

    public static IEnumerable<string> All() => Under(Repository.PathTo("src"), Repository.PathTo("tests"), Repository.PathTo("samples"));

    public static string Shown(string path) => Path.GetRelativePath(Repository.Root, path);
}
