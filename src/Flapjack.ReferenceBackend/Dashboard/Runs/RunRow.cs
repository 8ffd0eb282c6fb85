namespace Flapjack.ReferenceBackend.Dashboard.Runs;

/// <summary>A run of a runner, as a list shows it.</summary>
/// <param name="Place">Its place in the list.</param>
/// <param name="Id">Its id.</param>
/// <param name="Runner">The name of its runner; null if it has none.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Origin">What started it: <c>api</c>, or the kind of a trigger.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="EndedAt">When it ended; null if it has not.</param>
internal sealed record RunRow(long Place, string Id, string? Runner, string Status, string Origin, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);
