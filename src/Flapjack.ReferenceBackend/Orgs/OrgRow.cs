namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>A thing of an organization, for example a project.</summary>
/// <param name="Id">The id, a UUID.</param>
/// <param name="OrgId">The organization.</param>
/// <param name="CreatedAt">When the thing was created.</param>
/// <param name="UpdatedAt">When the thing was last changed.</param>
/// <param name="Document">The fields of the thing itself.</param>
internal sealed record OrgRow<T>(string Id, string OrgId, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, T Document);
