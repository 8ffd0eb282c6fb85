using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Runs.Triggers;

/// <summary>A backend whose clock a test moves.</summary>
internal sealed class ClockedBackend : IAsyncDisposable
{
    private ClockedBackend(TestBackend backend) => Backend = backend;

    public TestBackend Backend { get; }

    public HttpClient Client { get; private init; } = null!;

    /// <param name="clock">The clock.</param>
    /// <param name="folder">The data directory; null for none.</param>
    /// <param name="loggers">Where the backend logs; null for nowhere.</param>
    public static async Task<ClockedBackend> StartAsync(FakeTimeProvider clock, string? folder = null, CapturedLog? loggers = null)
    {
        var backend = await TestBackend.StartAsync(options =>
        {
            (options.Port, options.TimeProvider, options.DataDirectory) = (null, clock, folder);
            options.LoggerFactory = loggers?.Loggers ?? options.LoggerFactory;
        });
        return new(backend) { Client = backend.MemoryClient() };
    }

    public async Task<string> AddRunnerAsync() => (await PostAsync("/api/runners", """{"name":"Nightly"}""")).Text("id");

    public Task<HttpAnswer> AddTriggerAsync(string runner, string body) => PostAsync($"/api/runners/{runner}/triggers", body);

    public Task<HttpAnswer> PostAsync(string path, string body, params (string Name, string Value)[] headers) => TestBackend.SendAsync(Client, HttpMethod.Post, path, body, headers);

    public async Task<HttpAnswer> TriggersAsync(string runner) => await TestBackend.SendAsync(Client, HttpMethod.Get, $"/api/runners/{runner}/triggers");

    /// <summary>What the runs of a trigger were started for, by whom and with what.</summary>
    public List<string> RunsOf(string trigger) => Backend.Backend.Store().Read(db => db.Query(
        "SELECT start_key, origin, actor_kind, actor_id, input FROM runner_runs WHERE trigger_id = $id ORDER BY rowid",
        row => string.Join(' ', Enumerable.Range(0, 5).Select(column => row.IsDBNull(column) ? "null" : row.GetString(column) == trigger ? "itself" : row.GetString(column))),
        ("$id", trigger)));

    /// <summary>How many runs there are, whatever has started them.</summary>
    public long AllRuns() => Backend.Backend.Store().Read(db => db.QuerySingle("SELECT count(*) FROM runner_runs", row => row.GetInt64(0)));

    /// <summary>Waits until a trigger has started so many runs.</summary>
    public Task HasStartedAsync(string trigger, int runs) => Eventually.HoldsAsync(() => RunsOf(trigger).Count >= runs, $"the trigger starts {runs} runs");

    public ValueTask DisposeAsync() => Backend.DisposeAsync();
}
