namespace Flapjack.ReferenceBackend.Dashboard.Agents;

/// <summary>An agent with its computer, as the store has them.</summary>
/// <param name="Place">Its place in the list.</param>
/// <param name="Id">Its id.</param>
/// <param name="OrgId">Its organization.</param>
/// <param name="Name">Its name.</param>
/// <param name="ExternalAppId">The app that it was made for; null for none.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Phase">Where its computer stands; null if it has none.</param>
/// <param name="LastUsedAt">When the last command of its computer came; null before the first.</param>
internal sealed record AgentRow(
    long Place, string Id, string OrgId, string Name, string? ExternalAppId, DateTimeOffset CreatedAt, string? Phase, DateTimeOffset? LastUsedAt);
