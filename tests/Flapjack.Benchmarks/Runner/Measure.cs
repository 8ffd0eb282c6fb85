namespace Flapjack.Benchmarks.Runner;

/// <summary>A line of the table: one series of numbers, and the one that it is compared with in the same round.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">The unit of both series.</param>
/// <param name="Series">The name of our series in <see cref="Samples"/>.</param>
internal sealed record Measure(string Name, string Unit, string Series)
{
    /// <summary>The name of the series of the floor or peer; null for a line that is only shown.</summary>
    public string? Against { get; init; }

    /// <summary>What has to be reached; null for a line that explains another.</summary>
    public Goal? Goal { get; init; }
}
