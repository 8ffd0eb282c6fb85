using System.Text.Json;
using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Chat.Tools;

/// <summary>Two organizations with agents and threads in a store, for sources of tools that are called without a model.</summary>
/// <remarks>The agents a1 and a2 belong to o1, the agent b1 to o2. The threads t1 and t2 are those of a1, t3 that of a2, u1 that of b1.</remarks>
internal sealed class ToolWorld : IDisposable
{
    public ToolWorld()
    {
        var orgs = new Organizations(Store, Time);
        Configs = new(Store, Time);
        Store.Write(db =>
        {
            foreach (var (org, agent) in new[] { ("o1", "a1"), ("o1", "a2"), ("o2", "b1") })
            {
                orgs.Ensure(db, org);
                db.Execute("INSERT INTO agents (id, org_id, name) VALUES ($agent, $org, 'Ada')", ("$agent", agent), ("$org", org));
            }

            foreach (var (agent, thread) in new[] { ("a1", "t1"), ("a1", "t2"), ("a2", "t3"), ("b1", "u1") })
            {
                db.Execute(
                    "INSERT INTO threads (id, org_id, created_at, updated_at, agent_id, document) SELECT $id, org_id, 0, 0, id, '{}' FROM agents WHERE id = $agent",
                    ("$id", thread),
                    ("$agent", agent));
            }
        });
    }

    public Store Store { get; } = Store.InMemory(BackendSchema.All);

    public FakeTimeProvider Time { get; } = new(new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    public AgentConfigStore Configs { get; }

    /// <summary>A turn of a thread.</summary>
    public TurnScope Turn(string thread = "t1", string text = "", ChatOverrides? overrides = null, params string[] bindings)
    {
        var (org, agent) = Store.Read(db => db.QuerySingle("SELECT org_id, agent_id FROM threads WHERE id = $id", row => (row.GetString(0), row.GetString(1)), ("$id", thread)));
        return new()
        {
            OrgId = org,
            AgentId = agent,
            ThreadId = thread,
            TurnId = "turn",
            Actor = new("api_key", "k1"),
            Text = text,
            Overrides = overrides ?? new(),
            ResourceBindings = [.. bindings.Select(binding => JsonElement.Parse(binding))],
        };
    }

    public void Delete(string table, string id) => Store.Write(db => db.Execute($"DELETE FROM {table} WHERE id = $id", ("$id", id)));

    public long Count(string table) => Store.Read(db => db.QuerySingle($"SELECT count(*) FROM {table}", row => row.GetInt64(0)));

    public static async Task<string[]> NamesAsync(IToolSource source, TurnScope turn)
    {
        await using var offer = await source.OfferAsync(turn, CancellationToken.None);
        return [.. offer.Tools.Select(tool => tool.Name)];
    }

    public static async Task<ToolOutcome> CallAsync(IToolSource source, TurnScope turn, string name, string arguments)
    {
        await using var offer = await source.OfferAsync(turn, CancellationToken.None);
        return await offer.Tools.Single(tool => tool.Name == name).RunAsync(new("call", name, JsonElement.Parse(arguments)), CancellationToken.None);
    }

    public void Dispose() => Store.Dispose();
}
