using Flapjack.Benchmarks.Children;

namespace Flapjack.Benchmarks.Runner;

/// <summary>What a row works with: its rounds, its folder, the floors, and how large everything is.</summary>
internal sealed class Bench(Arguments arguments, string folder, Floors floors, CancellationToken cancellationToken)
{
    private readonly List<Samples> _samples = [];
    private readonly List<string> _notes = [];

    /// <summary>An empty folder of the row's own; it is removed behind the row.</summary>
    public string Folder => folder;

    public Floors Floors => floors;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Whether this only shows that the row works.</summary>
    public bool IsSmoke => arguments.IsSmoke;

    public IReadOnlyList<Samples> Measured => _samples;

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The rounds. The first one is for warming up and counts nothing, except in a smoke, which has only one.</summary>
    /// <param name="warmUp">Whether there is such a first round; a row that starts everything anew in each round has none.</param>
    public IEnumerable<Samples> Rounds(bool warmUp = true)
    {
        if (warmUp && !IsSmoke)
        {
            yield return new();
        }

        for (var round = 0; round < arguments.Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var samples = new Samples();
            yield return samples;
            _samples.Add(samples);
        }
    }

    /// <summary>How many of something: all of it, fewer with <c>--scale</c>, or next to nothing in a smoke.</summary>
    public int Count(int full, int smoke) => IsSmoke ? smoke : Math.Max(smoke, (int)(full * arguments.Scale));

    /// <summary>Says what a reader of the table has to know, once.</summary>
    public void Note(string text)
    {
        if (!_notes.Contains(text))
        {
            _notes.Add(text);
        }
    }
}
