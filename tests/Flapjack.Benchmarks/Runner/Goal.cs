using System.Globalization;

namespace Flapjack.Benchmarks.Runner;

/// <summary>What a figure has to reach.</summary>
/// <param name="OfRatio">Whether the ratio to the floor has to reach it, and not the value itself.</param>
/// <param name="AtLeast">Whether more is better.</param>
/// <param name="Limit">The limit.</param>
internal sealed record Goal(bool OfRatio, bool AtLeast, double Limit)
{
    public static Goal RatioAtLeast(double limit) => new(true, true, limit);

    public static Goal RatioAtMost(double limit) => new(true, false, limit);

    public static Goal AtMost(double limit) => new(false, false, limit);

    /// <summary>How much of the goal is reached: 1 and more is all of it.</summary>
    public double? Reached(double value, double? ratio)
    {
        // What is nothing at all can't be divided by, and is better than any limit.
        return (OfRatio ? ratio : value) switch
        {
            null => null,
            { } measured when AtLeast => measured / Limit,
            { } measured when Limit <= 0 => measured <= Limit ? 1 : 0,
            { } measured => measured <= 0 ? 1 : Limit / measured,
        };
    }

    public string Show(string unit)
    {
        var limit = Limit.ToString("0.##", CultureInfo.InvariantCulture);
        return $"{(AtLeast ? "≥" : "≤")} {limit}{(OfRatio ? " ×" : $" {unit}")}";
    }
}
