using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>The agents in the store, as the owners of computers.</summary>
internal sealed class AgentStore(Store store)
{
    private const string Columns = "id, org_id, name, external_app_id, webhook_url";

    /// <summary>
    /// Adds an agent, unless its organization has an agent of the same external app; that agent is returned then. It is part of a larger change, because an
    /// agent comes with its computer, or not at all.
    /// </summary>
    public static (AgentRecord Agent, bool Added) AddOrFind(StoreSession db, AgentRecord agent, DateTimeOffset now)
    {
        if (FindByApp(db, agent.OrgId, agent.ExternalAppId) is { } existing)
        {
            return (existing, false);
        }

        db.Execute(
            $"INSERT INTO agents ({Columns}, created_at, updated_at, document) VALUES ($id, $org, $name, $app, $webhook, $now, $now, $document)",
            ("$id", agent.Id),
            ("$org", agent.OrgId),
            ("$name", agent.Name),
            ("$app", agent.ExternalAppId),
            ("$webhook", agent.WebhookUrl),
            ("$now", now),
            ("$document", JsonSerializer.Serialize(new AgentDocument { Name = agent.Name })));
        return (agent, true);
    }

    /// <summary>Changes the fields that a repeat of the agent's creation may change; false if the agent is gone.</summary>
    /// <param name="db">The change that this is part of.</param>
    /// <param name="id">The agent.</param>
    /// <param name="name">Its new name; null if the repeat names none, which leaves the name as it is.</param>
    /// <param name="webhookUrl">Where its events are told from now on; null for nowhere.</param>
    /// <param name="now">The time.</param>
    public static bool Update(StoreSession db, string id, string? name, string? webhookUrl, DateTimeOffset now)
    {
        if (db.QuerySingle("SELECT document FROM agents WHERE id = $id", row => row.GetString(0), ("$id", id)) is not { } stored)
        {
            return false;
        }

        var document = JsonNode.Parse(stored)!.AsObject();
        document["name"] = name ?? (string?)document["name"];
        db.Execute(
            "UPDATE agents SET name = $name, webhook_url = $webhook, updated_at = $now, document = $document WHERE id = $id",
            ("$id", id),
            ("$name", (string?)document["name"]),
            ("$webhook", webhookUrl),
            ("$now", now),
            ("$document", document.ToJsonString()));
        return true;
    }

    /// <summary>The agent of an external app in an organization; null if there is no such agent, or if no app is named.</summary>
    public AgentRecord? FindByApp(string orgId, string? externalAppId) => store.Read(db => FindByApp(db, orgId, externalAppId));

    public AgentRecord? Find(string id) => store.Read(db => Find(db, id));

    /// <summary>The same as part of a larger change.</summary>
    public static AgentRecord? Find(StoreSession db, string id) =>
        db.QuerySingle($"SELECT {Columns} FROM agents WHERE id = $id", Read, ("$id", id));

    /// <summary>Every agent, in the order of creation.</summary>
    public IReadOnlyList<AgentRecord> All() => store.Read(db => db.Query($"SELECT {Columns} FROM agents ORDER BY rowid", Read));

    /// <summary>Removes an agent with everything that is stored of it, as part of a larger change; false if another call has removed it.</summary>
    public static bool Remove(StoreSession db, string id)
    {
        // The foreign keys of the other tables remove what belongs to the agent, such as its computer, bootstraps and threads; triggers empty the fields
        // of what only names it. Each resource says which in its schema. Commands have no foreign key: a command may be accepted while its agent is
        // deleted, and running commands keep their rows, so that their end is audited even if the backend dies before it.
        db.Execute("DELETE FROM execs WHERE agent_id = $id AND ended_at IS NOT NULL", ("$id", id));
        return db.Execute("DELETE FROM agents WHERE id = $id", ("$id", id)) == 1;
    }

    private static AgentRecord? FindByApp(StoreSession db, string orgId, string? externalAppId) => externalAppId is null ? null : db.QuerySingle(
        $"SELECT {Columns} FROM agents WHERE org_id = $org AND external_app_id = $app", Read, ("$org", orgId), ("$app", externalAppId));

    private static AgentRecord Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.TextOrNull(3),
        row.TextOrNull(4));
}
