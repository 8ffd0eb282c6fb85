using Flapjack.ReferenceBackend.Storage;
using Microsoft.Data.Sqlite;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>The agents in the store.</summary>
internal sealed class AgentStore(Store store)
{
    private const string Columns = "id, org_id, name, external_app_id, webhook_url";

    /// <summary>Adds an agent, unless its organization has one for the same external app: then that one is returned.</summary>
    public (AgentRecord Agent, bool Added) AddOrFind(AgentRecord agent) => store.Write(db =>
    {
        var existing = agent.ExternalAppId is null ? null : db.QuerySingle(
            $"SELECT {Columns} FROM agents WHERE org_id = $org AND external_app_id = $app",
            Read,
            ("$org", agent.OrgId),
            ("$app", agent.ExternalAppId));
        if (existing is not null)
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
    });

    public AgentRecord? Find(string id) => store.Read(db => db.QuerySingle($"SELECT {Columns} FROM agents WHERE id = $id", Read, ("$id", id)));

    /// <summary>Removes an agent; false when somebody else had.</summary>
    public bool Remove(string id) => store.Write(db => db.Execute("DELETE FROM agents WHERE id = $id", ("$id", id))) == 1;

    private static AgentRecord Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4));
}
