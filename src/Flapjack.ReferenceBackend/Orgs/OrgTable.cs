using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>
/// The table of one resource of the organizations: <c>id</c>, <c>org_id</c>, <c>created_at</c>, <c>updated_at</c>, the columns that are
/// searched, and all the rest as JSON in <c>document</c>, where fields that <typeparamref name="T"/> does not know survive a change.
/// </summary>
/// <typeparam name="T">The document. Its properties name their fields with <c>JsonPropertyName</c>.</typeparam>
/// <param name="store">The store.</param>
/// <param name="table">The table's name in SQL.</param>
/// <param name="noun">What messages call a row, for example <c>project</c>.</param>
/// <param name="clock">The clock.</param>
/// <param name="searched">The columns that are searched, each with the function that takes its value from a document; null for none.</param>
/// <param name="unique">The searched column whose value only one row of an organization may have; null for none.</param>
internal sealed class OrgTable<T>(
    Store store, string table, string noun, TimeProvider clock, IReadOnlyDictionary<string, Func<T, object?>>? searched = null, UniqueColumn? unique = null)
    where T : class
{
    private const string Columns = "id, org_id, created_at, updated_at, document";

    private readonly IReadOnlyDictionary<string, Func<T, object?>> _searched = searched ?? new Dictionary<string, Func<T, object?>>();

    /// <param name="orgId">The organization.</param>
    /// <param name="document">The document.</param>
    /// <param name="references">The things that the document names.</param>
    /// <exception cref="Refusal">A thing that the document names does not exist, or belongs to another organization; or a value that must be unique is taken.</exception>
    public OrgRow<T> Add(string orgId, T document, params OrgReference[] references) => store.Write(db => Add(db, orgId, document, references));

    /// <summary>The same, as part of a larger change.</summary>
    /// <exception cref="Refusal">A thing that the document names does not exist, or belongs to another organization; or a value that must be unique is taken.</exception>
    public OrgRow<T> Add(StoreSession db, string orgId, T document, params OrgReference[] references)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        (string Name, object? Value)[] values =
            [("id", id), ("org_id", orgId), ("created_at", now), ("updated_at", now), ("document", JsonSerializer.Serialize(document)), .. SearchedOf(document)];
        Array.ForEach(references, reference => reference.Check(db, orgId));
        RefuseTaken(db, orgId, id, document);
        db.Execute(
            $"INSERT INTO {table} ({string.Join(", ", values.Select(v => v.Name))}) VALUES ({string.Join(", ", values.Select(v => "$" + v.Name))})", Parameters(values));
        // The row is read within the change, so that a deletion right after the change does not turn the answer into a refusal.
        return Read(FindStored(db, orgId, id));
    }

    /// <summary>Stores another document in a row, as part of a larger change.</summary>
    /// <param name="db">The change.</param>
    /// <param name="row">The row, as it was read by the same change.</param>
    /// <param name="document">All of its new document.</param>
    public OrgRow<T> Replace(StoreSession db, OrgRow<T> row, T document)
    {
        RefuseTaken(db, row.OrgId, row.Id, document);
        Update(db, row.Id, document, JsonSerializer.Serialize(document));
        return Read(FindStored(db, row.OrgId, row.Id));
    }

    /// <exception cref="Refusal">There is no such row, or it belongs to another organization.</exception>
    public OrgRow<T> Find(string orgId, string id) => Read(store.Read(db => FindStored(db, orgId, id)));

    /// <summary>The same, as part of a change or of a read of more than this row.</summary>
    /// <exception cref="Refusal">There is no such row, or it belongs to another organization.</exception>
    public OrgRow<T> Find(StoreSession db, string orgId, string id) => Read(FindStored(db, orgId, id));

    /// <summary>The organization's rows in the order in which they were made.</summary>
    /// <param name="orgId">The organization.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="only">Only the rows that have this value in a searched column; null for all.</param>
    public IReadOnlyList<OrgRow<T>> List(string orgId, int limit = int.MaxValue, (string Column, object Value)? only = null)
    {
        var filter = only is { } search ? $" AND {search.Column} = $value" : "";
        (string Name, object? Value)[] values = [("org", orgId), ("limit", limit), ("value", only?.Value)];
        // The ids of one millisecond are in no order; the rows are.
        return store.Read(db => db.Query(
            $"SELECT {Columns} FROM {table} WHERE org_id = $org{filter} ORDER BY created_at, rowid LIMIT $limit", Read, Parameters(values))).ConvertAll(Read);
    }

    /// <summary>Merges a PATCH into a row: a field of the patch replaces the document's, null included; every other field stays.</summary>
    /// <param name="orgId">The organization.</param>
    /// <param name="id">The row's id.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="references">The things that the patch names.</param>
    /// <exception cref="Refusal">There is no such row, or it belongs to another organization; or the same is true of a thing that the patch names; or a value that must be unique is taken.</exception>
    public OrgRow<T> Change(string orgId, string id, JsonObject patch, params OrgReference[] references) =>
        Read(store.Write(db =>
        {
            var stored = FindStored(db, orgId, id);
            Array.ForEach(references, reference => reference.Check(db, orgId));
            var json = JsonNode.Parse(stored.Document)!.AsObject();
            foreach (var (name, value) in patch)
            {
                json[name] = value?.DeepClone();
            }

            var document = json.Deserialize<T>()!;
            RefuseTaken(db, orgId, stored.Id, document);
            Update(db, stored.Id, document, json.ToJsonString());
            return FindStored(db, orgId, id);
        }));

    /// <summary>Removes a row. A full disk does not prevent that.</summary>
    /// <exception cref="Refusal">There is no such row, or it belongs to another organization.</exception>
    public void Remove(string orgId, string id) => store.WriteMakingRoom(db =>
        db.Execute($"DELETE FROM {table} WHERE id = $id", ("$id", FindStored(db, orgId, id).Id)));

    private OrgRow<string> FindStored(StoreSession db, string orgId, string id)
    {
        var stored = db.QuerySingle($"SELECT {Columns} FROM {table} WHERE id = $id", Read, ("$id", id.ToLowerInvariant()))
            ?? throw Refusal.NotFound($"There is no {noun} '{id}'.");
        return stored.OrgId == orgId ? stored : throw Refusal.Forbidden($"The {noun} '{id}' belongs to another organization.");
    }

    private void Update(StoreSession db, string id, T document, string json)
    {
        (string Name, object? Value)[] values = [("updated_at", clock.GetUtcNow()), ("document", json), .. SearchedOf(document)];
        db.Execute($"UPDATE {table} SET {string.Join(", ", values.Select(v => $"{v.Name} = ${v.Name}"))} WHERE id = $id", Parameters([.. values, ("id", id)]));
    }

    // The check is part of the change, so that no other change can come in between.
    private void RefuseTaken(StoreSession db, string orgId, string id, T document)
    {
        if (unique is not null
            && _searched[unique.Name](document) is { } value
            && db.QuerySingle(
                $"SELECT id FROM {table} WHERE org_id = $org AND {unique.Name} = $value AND id <> $id", row => row.GetString(0), ("$org", orgId), ("$value", value), ("$id", id)) is { } other)
        {
            throw new Refusal(RefusalKind.Contradiction, unique.Code, $"The {noun} '{other}' of this organization {unique.Has} '{value}'. {unique.Advice}");
        }
    }

    private IEnumerable<(string Name, object? Value)> SearchedOf(T document) => _searched.Select(column => (column.Key, column.Value(document)));

    private static OrgRow<string> Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.Time(2), row.Time(3), row.GetString(4));

    private static OrgRow<T> Read(OrgRow<string> stored) =>
        new(stored.Id, stored.OrgId, stored.CreatedAt, stored.UpdatedAt, JsonSerializer.Deserialize<T>(stored.Document)!);

    private static (string Name, object? Value)[] Parameters((string Name, object? Value)[] values) => Array.ConvertAll(values, v => ("$" + v.Name, v.Value));
}
