using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Resources.Logs;

/// <summary>An organization of its own in a backend, whose traces a test writes.</summary>
internal sealed class LogsWorld
{
    public static readonly DateTimeOffset Start = new(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly TestBackend _backend;

    public LogsWorld(TestBackend backend)
    {
        _backend = backend;
        Client = backend.ClientOf(backend.Backend.CreateApiKey(OrgId));
    }

    public string OrgId { get; } = Guid.NewGuid().ToString();

    public HttpClient Client { get; }

    public Task<HttpAnswer> GetAsync(string path) => TestBackend.SendAsync(Client, HttpMethod.Get, path);

    /// <summary>The ids of the traces that a list has.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string query) =>
        [.. (await GetAsync("/api/logs" + query)).Json.GetProperty("traces").EnumerateArray().Select(trace => trace.GetProperty("id").GetString()!)];

    public void Save(FlapjackTrace trace, params IReadOnlyList<TraceSpan> spans) => _backend.Backend.Store().Write(db => TraceTable.Save(db, trace, spans));

    public void AddEvaluation(string traceId, JsonElement evaluation) => _backend.Backend.Store().Write(db => TraceTable.AddEvaluation(db, traceId, evaluation));

    public FlapjackTrace NewTrace(DateTimeOffset? startedAt = null) => new()
    {
        Id = Guid.NewGuid().ToString(),
        OrgId = OrgId,
        Name = "turn",
        Status = TraceStatus.Running,
        StartedAt = startedAt ?? Start,
    };

    /// <summary>An agent without a computer.</summary>
    public string AddAgent()
    {
        var id = Guid.NewGuid().ToString();
        _backend.Backend.Store().Write(db => db.Execute("INSERT INTO agents (id, org_id, name) VALUES ($id, $org, 'agent')", ("$id", id), ("$org", OrgId)));
        return id;
    }

    public string AddThread(string agentId)
    {
        var id = Guid.NewGuid().ToString();
        _backend.Backend.Store().Write(db => db.Execute(
            "INSERT INTO threads (id, org_id, created_at, updated_at, agent_id, document) VALUES ($id, $org, 0, 0, $agent, '{}')",
            ("$id", id),
            ("$org", OrgId),
            ("$agent", agentId)));
        return id;
    }

    public async Task<string> AddRunnerAsync() => (await TestBackend.SendAsync(Client, HttpMethod.Post, "/api/runners", """{"name":"Nightly"}""")).Text("id");

    public async Task<string> AddRunAsync(string runnerId) => (await TestBackend.SendAsync(Client, HttpMethod.Post, $"/api/runners/{runnerId}/runs", "{}")).Text("id");
}
