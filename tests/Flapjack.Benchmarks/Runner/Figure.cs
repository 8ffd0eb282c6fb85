namespace Flapjack.Benchmarks.Runner;

/// <summary>A line of the table as it was measured: medians over the rounds, and in brackets of each the smallest and the largest.</summary>
internal sealed record Figure(string Name, string Unit, double Value, double Low, double High)
{
    /// <summary>What it is compared with.</summary>
    public string? Against { get; init; }

    public double? AgainstValue { get; init; }

    /// <summary>The median of the ratios of the single rounds.</summary>
    public double? Ratio { get; init; }

    public double? LowRatio { get; init; }

    public double? HighRatio { get; init; }

    /// <summary>The goal as text; null for none.</summary>
    public string? Goal { get; init; }

    /// <summary>How much of the goal is reached; null for no goal, or nothing to compare with.</summary>
    public double? Reached { get; init; }

    /// <returns>The figure; null if the round measured no such series.</returns>
    public static Figure? Of(Measure measure, IReadOnlyList<Samples> rounds)
    {
        var values = rounds.Select(round => round.Find(measure.Series)).OfType<double>().ToArray();
        if (values.Length == 0)
        {
            return null;
        }

        var figure = new Figure(measure.Name, measure.Unit, Statistics.Median(values), values.Min(), values.Max()) { Against = measure.Against };
        var floors = rounds.Select(round => measure.Against is { } series ? round.Find(series) : null).OfType<double>().ToArray();
        if (floors.Length == values.Length)
        {
            // Only what was measured side by side is compared, so the ratios are of each round.
            var ratios = values.Zip(floors, (value, floor) => value / floor).ToArray();
            figure = figure with { AgainstValue = Statistics.Median(floors), Ratio = Statistics.Median(ratios), LowRatio = ratios.Min(), HighRatio = ratios.Max() };
        }

        return figure with { Goal = measure.Goal?.Show(measure.Unit), Reached = measure.Goal?.Reached(figure.Value, figure.Ratio) };
    }
}
