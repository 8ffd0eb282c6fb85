using System.Text.Json.Nodes;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>
/// A table of what is attached to what: <c>owner_id</c>, <c>item_id</c>, <c>created_at</c>, and the fields of the attachment as JSON in <c>document</c>.
/// Its foreign keys remove an attachment when either end is deleted.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="table">The table's name in SQL.</param>
/// <param name="owners">The table of the agents or runners, and the word for one of them in messages.</param>
/// <param name="items">The table of the things that are attached, and the word for one of them in messages. The name of a thing is in its document.</param>
/// <param name="clock">The clock.</param>
internal sealed class AttachmentTable(Store store, string table, NamedTable owners, NamedTable items, TimeProvider clock)
{
    /// <summary>The SQL that makes such a table.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="owners">The table of the agents or runners.</param>
    /// <param name="items">The table of the things that are attached.</param>
    public static string Sql(string table, string owners, string items) =>
        $"""
        CREATE TABLE {table} (
            owner_id TEXT NOT NULL REFERENCES {owners} (id) ON DELETE CASCADE,
            item_id TEXT NOT NULL REFERENCES {items} (id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (owner_id, item_id)
        );
        CREATE INDEX {table}_by_item ON {table} (item_id);
        """;

    /// <summary>Attaches a thing. If the thing is attached already, the fields of the attachment are replaced.</summary>
    /// <exception cref="Refusal">There is no such thing, or it belongs to another organization; or the agent or runner was deleted just now.</exception>
    public Attachment Attach(string orgId, string ownerId, string itemId, JsonObject document) => store.Write(db =>
    {
        Check(db, orgId, ownerId, itemId);
        db.Execute(
            $"INSERT INTO {table} (owner_id, item_id, created_at, document) VALUES ($owner, $item, $now, $document) "
            + "ON CONFLICT (owner_id, item_id) DO UPDATE SET document = $document",
            ("$owner", ownerId),
            ("$item", itemId),
            ("$now", clock.GetUtcNow()),
            ("$document", document.ToJsonString()));
        return List(db, ownerId, itemId)[0];
    });

    /// <summary>What is attached, in the order in which it was attached.</summary>
    public IReadOnlyList<Attachment> List(string ownerId) => store.Read(db => List(db, ownerId, null));

    /// <summary>Detaches a thing; false if it was not attached.</summary>
    /// <exception cref="Refusal">There is no such thing, or it belongs to another organization; or the agent or runner was deleted just now.</exception>
    public bool Detach(string orgId, string ownerId, string itemId) => store.Write(db =>
    {
        Check(db, orgId, ownerId, itemId);
        return db.Execute($"DELETE FROM {table} WHERE owner_id = $owner AND item_id = $item", ("$owner", ownerId), ("$item", itemId)) == 1;
    });

    private void Check(StoreSession db, string orgId, string ownerId, string itemId)
    {
        new OrgReference(owners.Table, owners.Noun, ownerId).Check(db, orgId);
        new OrgReference(items.Table, items.Noun, itemId).Check(db, orgId);
    }

    private List<Attachment> List(StoreSession db, string ownerId, string? itemId) => db.Query(
        $"SELECT a.item_id, i.document ->> 'name', a.created_at, a.document FROM {table} a JOIN {items.Table} i ON i.id = a.item_id "
        + "WHERE a.owner_id = $owner AND ($item IS NULL OR a.item_id = $item) ORDER BY a.created_at, a.rowid",
        row => new Attachment(row.GetString(0), row.TextOrNull(1), row.Time(2), JsonNode.Parse(row.GetString(3))!.AsObject()),
        ("$owner", ownerId),
        ("$item", itemId));
}
