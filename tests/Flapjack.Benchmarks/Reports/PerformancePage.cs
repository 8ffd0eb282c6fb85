using System.Text;
using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Reports;

/// <summary>The part of <c>docs/performance.md</c> that this program writes. People write what stands around it.</summary>
internal static class PerformancePage
{
    private const string Begin = "<!-- written by tests/Flapjack.Benchmarks: begin -->\n";
    private const string End = "<!-- written by tests/Flapjack.Benchmarks: end -->\n";

    public static void Write(IReadOnlyList<RowResult> rows)
    {
        var path = Sources.PathTo("docs/performance.md");
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{path} has lost the lines between which the table stands: {Begin}{End}");
        }

        File.WriteAllText(path, page[..(begin + Begin.Length)] + Table(rows) + page[end..]);
        File.WriteAllText(Sources.PathTo("docs/performance.svg"), RatioChart.Draw(rows));
    }

    private static string Table(IReadOnlyList<RowResult> rows)
    {
        var text = new StringBuilder("\n| row | measured | ours | floor or peer | ratio | to reach |\n|---|---|---|---|---|---|\n");
        foreach (var row in rows)
        {
            text.Append(Line([$"**{row.Number}**", $"**{row.Title}**", "", "", "", ""]));
            foreach (var figure in row.Figures)
            {
                text.Append(Line(["", figure.Name, Shown.Value(figure), Shown.Floor(figure), Shown.Ratio(figure), Shown.Goal(figure)]));
            }
        }

        text.Append("\nHow each row was measured:\n\n");
        foreach (var row in rows)
        {
            text.Append($"- **{row.Number}** ({row.Date}, {row.Rounds} rounds, `{row.Command}`): {string.Join(' ', [row.Method, .. row.Notes])}\n");
        }

        text.Append($"\nThe machine: {string.Join("; ", rows.Select(row => row.Machine).Distinct())}.\n\n");
        return text.ToString();
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
}
