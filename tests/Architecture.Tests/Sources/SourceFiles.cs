namespace Architecture.Tests.Sources;

/// <summary>The C# files of the repository that people write.</summary>
internal static class SourceFiles
{
    public static IEnumerable<string> Under(params IEnumerable<string> folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    public static IEnumerable<string> All() => Under(Repository.PathTo("src"), Repository.PathTo("tests"), Repository.PathTo("samples"));

    public static string Shown(string path) => Path.GetRelativePath(Repository.Root, path);
}
