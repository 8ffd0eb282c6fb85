namespace Flapjack.Benchmarks.Runner;

/// <summary>A row of the table of issue 14: work, and what it is compared with.</summary>
internal abstract class Row
{
    /// <summary>The number that chooses the row on the command line, such as <c>9a</c>.</summary>
    public abstract string Number { get; }

    /// <summary>The work.</summary>
    public abstract string Title { get; }

    /// <summary>The floor or peer, and what both do, in one sentence of the page.</summary>
    public abstract string Method { get; }

    public abstract IReadOnlyList<Measure> Measures { get; }

    /// <summary>Starts what the row needs, measures in each of <see cref="Bench.Rounds"/> ourselves and the floor one behind the other, and ends what it started.</summary>
    public abstract Task RunAsync(Bench bench);
}
