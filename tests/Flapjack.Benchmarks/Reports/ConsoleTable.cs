using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Reports;

/// <summary>The table for people who look at a terminal.</summary>
internal static class ConsoleTable
{
    public static void Write(TextWriter to, IReadOnlyList<RowResult> rows)
    {
        string[][] lines =
        [
            ["row", "measured", "value", "floor or peer", "ratio", "goal"],
            .. rows.SelectMany(row => row.Figures.Select(figure => (string[])
                [row.Number, figure.Name, Shown.Value(figure), Shown.Floor(figure), Shown.Ratio(figure), Shown.Goal(figure)])),
        ];
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            to.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        foreach (var note in rows.SelectMany(row => row.Notes.Select(note => $"{row.Number}: {note}")))
        {
            to.WriteLine(note);
        }
    }
}
