namespace Flapjack.ReferenceBackend.Auth;

/// <summary>What may be shown of an API key.</summary>
/// <param name="Id">The id by which it is deleted, a UUID.</param>
/// <param name="OrgId">The organization.</param>
/// <param name="Prefix">How the key begins.</param>
/// <param name="Name">The name, for people.</param>
/// <param name="LastUsedAt">When somebody last called with it, to the minute; null for never.</param>
/// <param name="CreatedAt">When it was made; null for a key of a version that did not keep this.</param>
internal sealed record ApiKeyRow(string Id, string OrgId, string Prefix, string Name, DateTimeOffset? LastUsedAt, DateTimeOffset? CreatedAt);
