namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>What an organization has of one resource.</summary>
/// <param name="Id">Its id, a UUID.</param>
/// <param name="OrgId">Whose it is.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
/// <param name="Document">What the resource itself says.</param>
internal sealed record OrgRow<T>(string Id, string OrgId, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, T Document);
