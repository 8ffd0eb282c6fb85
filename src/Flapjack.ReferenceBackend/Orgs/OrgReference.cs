using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>A thing of the same organization that a document names by its id, for example the agent of a thread.</summary>
/// <param name="Table">The thing's table in SQL. It has the columns <c>id</c> and <c>org_id</c>.</param>
/// <param name="Noun">What messages call the thing, for example <c>agent</c>.</param>
/// <param name="Id">The thing's id, in lower case; null if the document names none.</param>
internal readonly record struct OrgReference(string Table, string Noun, string? Id)
{
    /// <summary>Makes sure that the thing exists, as part of the change that names it: no deletion can come between the check and the change.</summary>
    /// <exception cref="Refusal">404: there is no such thing; 403: it belongs to another organization.</exception>
    public void Check(StoreSession db, string orgId)
    {
        if (Id is null)
        {
            return;
        }

        var owner = db.QuerySingle($"SELECT org_id FROM {Table} WHERE id = $id", row => row.GetString(0), ("$id", Id))
            ?? throw Refusal.NotFound($"There is no {Noun} '{Id}'.");
        if (owner != orgId)
        {
            throw Refusal.Forbidden($"The {Noun} '{Id}' belongs to another organization.");
        }
    }
}
