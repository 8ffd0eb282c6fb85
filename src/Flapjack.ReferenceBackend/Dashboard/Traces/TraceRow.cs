namespace Flapjack.ReferenceBackend.Dashboard.Traces;

/// <summary>A trace, as a list shows it.</summary>
/// <param name="Place">Its place in the list.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="AgentId">The agent that it is about; null for none.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
internal sealed record TraceRow(long Place, string Id, string Name, string Status, string? AgentId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);
