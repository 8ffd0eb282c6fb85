using System.Globalization;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Reports;

/// <summary>The figures as text, the same in the console and on the page.</summary>
internal static class Shown
{
    public static string Value(Figure figure) => $"{Number(figure.Value)} {figure.Unit}{Range(figure.Low, figure.High)}";

    public static string Floor(Figure figure) => figure switch
    {
        { Against: null } => "–",
        { AgainstValue: { } value } => $"{figure.Against}: {Number(value)}",
        _ => $"{figure.Against}: not here",
    };

    public static string Ratio(Figure figure) => figure.Ratio is { } ratio ? $"{Number(ratio)}{Range(figure.LowRatio!.Value, figure.HighRatio!.Value)}" : "–";

    public static string Goal(Figure figure) => figure switch
    {
        { Goal: null } => "–",
        { Reached: null } => figure.Goal,
        { Reached: >= 1 } => $"{figure.Goal} ✓",
        _ => $"{figure.Goal} ✗",
    };

    public static string Number(double number) => number.ToString(
        Math.Abs(number) switch { >= 100 => "#,0", >= 10 => "0.0", >= 0.995 or 0 => "0.##", _ => "0.###" }, CultureInfo.InvariantCulture);

    private static string Range(double low, double high) => low == high ? "" : $" ({Number(low)}–{Number(high)})";
}
