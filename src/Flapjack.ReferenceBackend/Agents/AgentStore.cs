using System.Data.Common;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>The agents in the store.</summary>
internal sealed class AgentStore(Store store)
{
    private const string Columns = "id, org_id, name, external_app_id, webhook_url";

    /// <summary>Adds an agent, unless its organization has one for the same external app: then that one is returned.</summary>
    public (AgentRecord Agent, bool Added) AddOrFind(AgentRecord agent) => store.Write(db => AddOrFind(db, agent));

    /// <summary>The same as part of a larger change: an agent comes with its computer, or not at all.</summary>
    public static (AgentRecord Agent, bool Added) AddOrFind(StoreSession db, AgentRecord agent)
    {
        if (FindByApp(db, agent.OrgId, agent.ExternalAppId) is { } existing)
        {
            return (existing, false);
        }

        db.Execute(
            $"INSERT INTO agents ({Columns}) VALUES ($id, $org, $name, $app, $webhook)",
            ("$id", agent.Id),
            ("$org", agent.OrgId),
            ("$name", agent.Name),
            ("$app", agent.ExternalAppId),
            ("$webhook", agent.WebhookUrl));
        return (agent, true);
    }

    /// <summary>Changes what a repeat of the agent's creation may change; false when the agent is gone.</summary>
    public static bool Update(StoreSession db, string id, string name, string? webhookUrl) => db.Execute(
        "UPDATE agents SET name = $name, webhook_url = $webhook WHERE id = $id", ("$id", id), ("$name", name), ("$webhook", webhookUrl)) == 1;

    /// <summary>An organization's agent of an external app; null when there is none, or no app is named.</summary>
    public AgentRecord? FindByApp(string orgId, string? externalAppId) => store.Read(db => FindByApp(db, orgId, externalAppId));

    public AgentRecord? Find(string id) => store.Read(db => Find(db, id));

    /// <summary>The same as part of a larger change.</summary>
    public static AgentRecord? Find(StoreSession db, string id) =>
        db.QuerySingle($"SELECT {Columns} FROM agents WHERE id = $id", Read, ("$id", id));

    /// <summary>Every agent, in the order in which they came.</summary>
    public IReadOnlyList<AgentRecord> All() => store.Read(db => db.Query($"SELECT {Columns} FROM agents ORDER BY rowid", Read));

    /// <summary>Removes an agent with all that is stored of it; false when somebody else had.</summary>
    public bool Remove(string id) => store.Write(db => Remove(db, id));

    /// <summary>The same as part of a larger change.</summary>
    public static bool Remove(StoreSession db, string id)
    {
        // Its computer and bootstraps go by their foreign keys. Commands have none: one may be on its way in while its agent goes, and
        // those that run keep their rows, so that their end is still audited if the backend dies before it comes.
        db.Execute("DELETE FROM execs WHERE agent_id = $id AND ended_at IS NOT NULL", ("$id", id));
        return db.Execute("DELETE FROM agents WHERE id = $id", ("$id", id)) == 1;
    }

    /// <summary>Removes the agents whose bootstrap was never stored: the call that was to create them has not succeeded.</summary>
    public void RemoveHalfCreated() => store.Write(db =>
    {
        db.Execute("DELETE FROM agents WHERE id NOT IN (SELECT agent_id FROM bootstrap_runs)");
    });

    private static AgentRecord? FindByApp(StoreSession db, string orgId, string? externalAppId) => externalAppId is null ? null : db.QuerySingle(
        $"SELECT {Columns} FROM agents WHERE org_id = $org AND external_app_id = $app", Read, ("$org", orgId), ("$app", externalAppId));

    private static AgentRecord Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.TextOrNull(3),
        row.TextOrNull(4));
}
