namespace Flapjack.Benchmarks.Children;

/// <summary>The repository that this program was built in.</summary>
internal static class Sources
{
    public static string Root { get; } = Find(new(AppContext.BaseDirectory));

    public static string PathTo(string path) => Path.Combine(Root, path);

    private static string Find(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException("This program runs only where it was built, because it needs the sources."),
        _ when File.Exists(Path.Combine(folder.FullName, "Flapjack.Sdk.sln")) => folder.FullName,
        _ => Find(folder.Parent),
    };
}
