using System.Text.Json;
using System.Text.Json.Nodes;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Agents.Config;

/// <summary>The configurations of agents, except that of the computer. A row goes away with its agent.</summary>
internal sealed class AgentConfigStore(Store store, TimeProvider clock)
{
    private const string Nothing = "{}";

    /// <summary>A configuration whose fields are documented.</summary>
    public T Get<T>(string agentId) where T : IAgentConfig => Of<T>(store.Read(db => Find(db, agentId, T.Name)));

    /// <summary>A configuration whose fields are documented, as <see cref="Change{T}"/> would change it; nothing is stored.</summary>
    public T Get<T>(string agentId, JsonObject patch) where T : IAgentConfig => Of<T>(Changed(store.Read(db => Find(db, agentId, T.Name)), patch));

    /// <summary>
    /// Changes a configuration whose fields are documented. One rule holds for all of them, which is ours: a field that is not sent stays as it is, and a
    /// field that is null gets its default again. So only the fields that differ from their defaults on purpose are stored.
    /// </summary>
    /// <exception cref="Shared.Hosting.Refusals.Refusal">404: the agent was deleted meanwhile.</exception>
    public T Change<T>(string agentId, JsonObject patch) where T : IAgentConfig =>
        Of<T>(store.Write(db => Save(db, agentId, T.Name, Changed(Find(db, agentId, T.Name), patch))));

    /// <summary>A configuration whose fields are not documented; an empty object until it is replaced.</summary>
    public JsonElement Get(string agentId, string name) => JsonElement.Parse(store.Read(db => Find(db, agentId, name)));

    /// <summary>Replaces a configuration whose fields are not documented.</summary>
    /// <exception cref="Shared.Hosting.Refusals.Refusal">404: the agent was deleted meanwhile.</exception>
    public JsonElement Replace(string agentId, string name, JsonElement config) =>
        JsonElement.Parse(store.Write(db => Save(db, agentId, name, config.GetRawText())));

    private static T Of<T>(string document) => JsonSerializer.Deserialize<T>(document)!;

    private static string Changed(string document, JsonObject patch)
    {
        var fields = JsonNode.Parse(document)!.AsObject();
        foreach (var (name, value) in patch)
        {
            fields.Remove(name);
            if (value is not null)
            {
                fields.Add(name, value.DeepClone());
            }
        }

        return fields.ToJsonString();
    }

    private static string Find(StoreSession db, string agentId, string name) =>
        db.QuerySingle("SELECT document FROM agent_configs WHERE agent_id = $agent AND name = $name", row => row.GetString(0), ("$agent", agentId), ("$name", name))
        ?? Nothing;

    private string Save(StoreSession db, string agentId, string name, string document) =>
        db.Execute(
            """
            INSERT INTO agent_configs (agent_id, name, updated_at, document)
            SELECT id, $name, $now, $document FROM agents WHERE id = $agent
            ON CONFLICT (agent_id, name) DO UPDATE SET updated_at = $now, document = $document
            """,
            ("$agent", agentId),
            ("$name", name),
            ("$now", clock.GetUtcNow()),
            ("$document", document)) == 1
            ? document
            : throw AgentService.NoSuchAgent(agentId);
}
