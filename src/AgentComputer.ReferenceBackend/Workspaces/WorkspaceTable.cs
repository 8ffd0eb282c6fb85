using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Workspaces;

/// <summary>The workspaces: who owns computers.</summary>
internal sealed class WorkspaceTable(Store store, TimeProvider clock)
{
    /// <summary>The workspace that a backend has from the start. It is made once, and stays the same as long as the store exists.</summary>
    public string Default() => store.Write(db =>
    {
        var id = db.QuerySingle("SELECT id FROM workspaces WHERE is_default = 1", row => row.GetString(0));
        if (id is null)
        {
            id = $"org_{Guid.CreateVersion7():N}";
            db.Execute("INSERT INTO workspaces (id, is_default, created_at) VALUES ($id, 1, $now)", ("$id", id), ("$now", clock.GetUtcNow()));
        }

        return id;
    });

    /// <summary>Adds a workspace as part of a larger change, unless there is a workspace with that id.</summary>
    public void Ensure(StoreSession db, string id) => db.Execute(
        "INSERT INTO workspaces (id, created_at) VALUES ($id, $now) ON CONFLICT DO NOTHING", ("$id", id), ("$now", clock.GetUtcNow()));

    public static bool Exists(StoreSession db, string id) =>
        db.QuerySingle("SELECT 1 FROM workspaces WHERE id = $id", row => row.GetInt32(0), ("$id", id)) == 1;
}
