using Flapjack.ReferenceBackend.Traces;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>Which runs of a runner a page holds.</summary>
/// <param name="Status">Only the runs with this status; null for all.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Before">Only the runs behind this run; null for the newest.</param>
internal sealed record RunPageQuery(string? Status, int Limit, TraceCursor? Before);
