namespace Flapjack.ReferenceBackend.Tests.Resources.Analytics;

/// <summary>A run of a history.</summary>
internal sealed record StoredRun(string RunnerId, string Status, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);
