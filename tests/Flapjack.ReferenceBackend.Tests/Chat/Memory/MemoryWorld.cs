using System.Text.Json;
using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Memory;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Tests.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Chat.Memory;

/// <summary>The memory of agents that have it enabled, without a model. Time goes on by a second with each call.</summary>
internal sealed class MemoryWorld : IDisposable
{
    private readonly ToolWorld _world = new();

    public MemoryWorld()
    {
        Tools = new(new(_world.Store, _world.Time), _world.Configs);
        Context = new(new(_world.Store, _world.Time), _world.Configs);
        foreach (var agent in new[] { "a1", "a2", "b1" })
        {
            Configure("""{"enabled":true}""", agent);
        }
    }

    public MemoryTools Tools { get; }

    public MemoryContext Context { get; }

    public static string[] Texts(ToolOutcome recalled) =>
        [.. JsonElement.Parse(recalled.Json()).GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("text").GetString()!)];

    /// <summary>Changes an agent's settings as <c>PUT /api/agents/{agentId}/memory</c> does.</summary>
    public void Configure(string body, string agent = "a1") => _world.Configs.Change<MemorySettings>(agent, MemoryFields.Read(new(JsonElement.Parse(body))));

    public TurnScope Turn(string thread = "t1", string text = "", string? overrides = null, params string[] bindings) =>
        _world.Turn(thread, text, new() { Memory = overrides is null ? null : JsonElement.Parse(overrides) }, bindings);

    public Task<string[]> NamesAsync(string? overrides = null) => ToolWorld.NamesAsync(Tools, Turn(overrides: overrides));

    public Task<ToolOutcome> CallAsync(string name, string arguments, string thread = "t1", params string[] bindings)
    {
        var call = ToolWorld.CallAsync(Tools, Turn(thread, bindings: bindings), name, arguments);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        return call;
    }

    /// <summary>Stores a text; returns its id.</summary>
    public async Task<long> StoreAsync(string text, string scope, string thread = "t1", params string[] bindings)
    {
        var stored = await CallAsync("memory_store", $$"""{"text":"{{text}}","scope":"{{scope}}"}""", thread, bindings);
        return JsonElement.Parse(stored.Json()).GetProperty("id").GetInt64();
    }

    public async Task<string[]> RecallAsync(string? query, string thread, params string[] bindings) =>
        Texts(await CallAsync("memory_recall", $$"""{"query":{{JsonSerializer.Serialize(query)}}}""", thread, bindings));

    public void Delete(string table, string id) => _world.Delete(table, id);

    public long Count() => _world.Count("memories");

    public long CountOfIndex(string word) => _world.Store.Read(db =>
        db.QuerySingle("SELECT count(*) FROM memory_index WHERE memory_index MATCH $word", row => row.GetInt64(0), ("$word", word)));

    public void Dispose() => _world.Dispose();
}
