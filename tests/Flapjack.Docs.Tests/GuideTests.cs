using System.Text.RegularExpressions;

namespace Flapjack.Docs.Tests;

/// <summary>The index of the documentation: it names every page, and each guide begins with a program that runs.</summary>
public sealed partial class GuideTests
{
    // The guides of programs that a shell starts begin with what a newcomer types there.
    private static readonly string[] BeginInTheShell = ["aspire.md", "cli.md"];

    private static string Index => File.ReadAllText(Repository.PathTo("docs", "README.md"));

    public static TheoryData<string> Guides => [.. Link().Matches(Index[Index.IndexOf("## Guides", StringComparison.Ordinal)..Index.IndexOf("## Reference", StringComparison.Ordinal)])
        .Select(link => link.Groups[1].Value)];

    [Fact]
    public void The_index_names_each_page()
    {
        var pages = Directory.EnumerateFiles(Repository.PathTo("docs"), "*.md").Select(page => Path.GetFileName(page)!).Where(page => page != "README.md");

        Index.Split('\n').Where(line => line.StartsWith("| [", StringComparison.Ordinal)).Select(row => Link().Match(row).Groups[1].Value)
            .Should().OnlyHaveUniqueItems().And.Contain(pages);
    }

    [Theory]
    [MemberData(nameof(Guides))]
    public void A_guide_begins_with_a_program_that_runs(string page)
    {
        if (BeginInTheShell.Contains(page))
        {
            File.ReadLines(Repository.PathTo("docs", page)).First(line => line.StartsWith("```", StringComparison.Ordinal)).Should().Be("```sh");
            return;
        }

        var first = Fence.All.Where(fence => fence.Page == $"docs/{page}").MinBy(fence => fence.Line);

        first.Should().NotBeNull("a guide shows code");
        first!.Runs.Should().BeTrue("a newcomer pastes the first program of a page");
        first.Code.Should().NotContain("…", "a newcomer can't run a placeholder");
    }

    [Fact]
    public void The_samples_have_a_page_that_names_each_of_them()
    {
        var samples = Directory.EnumerateFiles(Repository.PathTo("samples"), "*.csproj", SearchOption.AllDirectories)
            .Select(project => Path.GetRelativePath(Repository.PathTo("samples"), project).Split(Path.DirectorySeparatorChar)[0]).Distinct();

        File.ReadAllText(Repository.PathTo("samples", "README.md")).Should().ContainAll(samples.Select(sample => $"[{sample}]({sample})"));
    }

    [Fact]
    public void Every_option_of_the_client_stands_in_the_table_with_its_default()
    {
        var rows = File.ReadAllLines(Repository.PathTo("docs", "configuration.md"))
            .SkipWhile(line => line != "## The options").TakeWhile(line => !line.StartsWith("## Where", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2]);
        var options = typeof(Flapjack.Sdk.FlapjackClientOptions).GetProperties().Where(property => property.CanWrite).ToArray();

        rows.Keys.Should().BeEquivalentTo(options.Select(option => option.Name));
        var values = new Flapjack.Sdk.FlapjackClientOptions();
        foreach (var option in options.Where(option => option.PropertyType == typeof(TimeSpan) || option.PropertyType == typeof(int)))
        {
            rows[option.Name].Should().Be(AsWritten(option.GetValue(values)!), option.Name);
        }
    }

    private static string AsWritten(object value) => value switch
    {
        TimeSpan { TotalMinutes: >= 2 } time => FormattableString.Invariant($"{time.TotalMinutes} min"),
        TimeSpan time => FormattableString.Invariant($"{time.TotalSeconds} s"),
        int bytes and >= 1024 * 1024 => FormattableString.Invariant($"{bytes / 1024 / 1024} MiB"),
        _ => FormattableString.Invariant($"{value}"),
    };

    [GeneratedRegex(@"\]\(([A-Za-z-]+\.md)\)")]
    private static partial Regex Link();
}
