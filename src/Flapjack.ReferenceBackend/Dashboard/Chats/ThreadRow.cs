namespace Flapjack.ReferenceBackend.Dashboard.Chats;

/// <summary>A thread, as a list shows it.</summary>
/// <param name="Place">Its place in the list.</param>
/// <param name="Id">Its id.</param>
/// <param name="AgentId">The agent that answers; null if there is none.</param>
/// <param name="Title">Its title; null if it has none.</param>
/// <param name="Turn">What its running turn does: <c>running</c> or <c>waiting</c>; null if none runs.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
internal sealed record ThreadRow(long Place, string Id, string? AgentId, string? Title, string? Turn, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
