using System.Globalization;
using System.Net;
using System.Text;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Reports;

/// <summary>
/// The picture of the ratios: for each figure with a goal, a bar of how much of the goal is reached, on a scale in which each step is twice the one
/// before. What reaches the line in the middle has reached its goal.
/// </summary>
internal static class RatioChart
{
    private const int Left = 470;
    private const int Width = 440;
    private const int RowHeight = 22;
    private const int Top = 50;

    // From an eighth of the goal to eight times the goal; what lies beyond ends at the edge.
    private const int Doublings = 3;

    public static string Draw(IReadOnlyList<RowResult> rows)
    {
        var bars = rows.SelectMany(row => row.Figures.Where(figure => figure.Reached is not null).Select(figure => (row.Number, Figure: figure))).ToArray();
        var height = Top + (bars.Length * RowHeight) + 16;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Left + Width + 190} {height}" font-family="system-ui, sans-serif" font-size="12">
            <title>How much of each goal is reached</title>
            <rect width="100%" height="100%" fill="#ffffff"/>

            """);
        for (var step = -Doublings; step <= Doublings; step++)
        {
            var x = X(Math.Pow(2, step));
            svg.Append(CultureInfo.InvariantCulture, $"""
                <line x1="{x:0.#}" y1="{Top - 8}" x2="{x:0.#}" y2="{height - 10}" stroke="{(step == 0 ? "#24292f" : "#d0d7de")}"/>
                <text x="{x:0.#}" y="{Top - 14}" text-anchor="middle" fill="#57606a">{Step(step)}</text>

                """);
        }

        for (var i = 0; i < bars.Length; i++)
        {
            AppendBar(svg, Top + (i * RowHeight), bars[i].Number, bars[i].Figure);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendBar(StringBuilder svg, int y, string number, Figure figure)
    {
        var (zero, end) = (X(1), X(figure.Reached!.Value));
        var shown = figure.Goal!.EndsWith('×') ? $"{Shown.Number(figure.Ratio!.Value)} × {figure.Against}" : $"{Shown.Number(figure.Value)} {figure.Unit}";
        svg.Append(CultureInfo.InvariantCulture, $"""
            <text x="{Left - 10}" y="{y + 14}" text-anchor="end" fill="#24292f">{WebUtility.HtmlEncode($"{number}  {figure.Name.Replace("`", "", StringComparison.Ordinal)} ({figure.Goal})")}</text>
            <rect x="{Math.Min(zero, end):0.#}" y="{y + 3}" width="{Math.Max(Math.Abs(end - zero), 2):0.#}" height="{RowHeight - 8}" fill="{(figure.Reached >= 1 ? "#2da44e" : "#cf222e")}"/>
            <text x="{Left + Width + 10}" y="{y + 14}" fill="#24292f">{WebUtility.HtmlEncode(shown)}</text>

            """);
    }

    private static double X(double reached) =>
        Left + (Width * (Math.Clamp(Math.Log2(Math.Max(reached, 1e-9)), -Doublings, Doublings) + Doublings) / (2.0 * Doublings));

    private static string Step(int step) => step switch
    {
        0 => "goal",
        < 0 => $"1/{1 << -step}",
        _ => $"{1 << step} ×",
    };
}
