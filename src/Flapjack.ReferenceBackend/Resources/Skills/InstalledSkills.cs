using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>Which entries of the catalogue an organization has installed.</summary>
internal sealed class InstalledSkills(Store store)
{
    /// <summary>The ids of the installed skills, by their keys. A key that is not installed is not there.</summary>
    public IReadOnlyDictionary<string, string> IdsOf(string orgId, IEnumerable<string> keys) => store.Read(db =>
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (db.QuerySingle("SELECT id FROM skills WHERE org_id = $org AND key = $key", row => row.GetString(0), ("$org", orgId), ("$key", key)) is { } id)
            {
                ids[key] = id;
            }
        }

        return ids;
    });
}
