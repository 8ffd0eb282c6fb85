namespace Flapjack.Benchmarks.Runner;

/// <summary>What a row gave, as it is kept in <c>docs/performance.json</c>.</summary>
internal sealed record RowResult(
    string Number,
    string Title,
    string Method,
    string Machine,
    string Date,
    string Command,
    int Rounds,
    IReadOnlyList<Figure> Figures,
    IReadOnlyList<string> Notes);
