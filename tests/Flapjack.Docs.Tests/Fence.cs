namespace Flapjack.Docs.Tests;

/// <summary>A piece of C# on a page: what stands between <c>```csharp</c> and <c>```</c>.</summary>
/// <param name="Page">The page, relative to the repository.</param>
/// <param name="Line">The line of the page where the code begins.</param>
/// <param name="Runs">Whether the page marks the code as a program that runs without an account, by <c>```csharp run</c>.</param>
/// <param name="Code">The code.</param>
public sealed record Fence(string Page, int Line, bool Runs, string Code)
{
    /// <summary>Every piece of C# that a newcomer may paste: of README, of the packages' own pages, and of everything under docs.</summary>
    public static IReadOnlyList<Fence> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.PathTo("docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateDirectories(Repository.PathTo("src")).Select(project => Path.Combine(project, "README.md")).Where(File.Exists))
            .Prepend(Repository.PathTo("README.md"))
            .SelectMany(Read)
            .OrderBy(fence => fence.Page, StringComparer.Ordinal).ThenBy(fence => fence.Line),
    ];

    public override string ToString() => $"{Page}:{Line}";

    private static IEnumerable<Fence> Read(string file)
    {
        var page = Path.GetRelativePath(Repository.Root, file);
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            var opening = lines[i].Trim();
            if (opening.StartsWith("```c#", StringComparison.Ordinal) || opening.StartsWith("```csharp", StringComparison.Ordinal))
            {
                var code = lines.Skip(i + 1).TakeWhile(line => line.Trim() != "```").ToArray();
                yield return new(page, i + 2, opening.EndsWith(" run", StringComparison.Ordinal), string.Join('\n', code));
                i += code.Length;
            }
        }
    }
}
