namespace Flapjack.Benchmarks.Runner;

/// <summary>The numbers of one round: each series has at most one.</summary>
internal sealed class Samples
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    public double this[string series]
    {
        set => _values[series] = value;
    }

    public double? Find(string series) => _values.TryGetValue(series, out var value) ? value : null;
}
