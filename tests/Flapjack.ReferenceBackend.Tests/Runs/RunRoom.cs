using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Runs;

/// <summary>A runner of a backend, and its runs.</summary>
/// <param name="backend">The backend.</param>
/// <param name="runnerId">The runner.</param>
internal sealed class RunRoom(TestBackend backend, string runnerId)
{
    public TestBackend Backend => backend;

    public string RunnerId => runnerId;

    private string Path => $"/api/runners/{runnerId}";

    /// <summary>Creates a runner with steps.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="steps">The body of each step.</param>
    public static Task<RunRoom> CreateAsync(TestBackend backend, params string[] steps) => CreateAsync(backend, """{"name":"Nightly"}""", steps);

    /// <inheritdoc cref="CreateAsync(TestBackend, string[])"/>
    public static async Task<RunRoom> CreateAsync(TestBackend backend, string runner, string[] steps)
    {
        var room = new RunRoom(backend, (await backend.PostAsync("/api/runners", runner)).Text("id"));
        foreach (var step in steps)
        {
            (await backend.PostAsync($"{room.Path}/steps", WithConfig(step))).Status.Should().Be(201);
        }

        return room;
    }

    /// <summary>Starts a run; returns its id.</summary>
    public async Task<string> StartAsync(string body = "{}")
    {
        var run = await backend.PostAsync($"{Path}/runs", body);
        run.Status.Should().Be(201, run.Body);
        return run.Text("id");
    }

    /// <summary>Starts a run, and waits until it has ended or is paused.</summary>
    public async Task<HttpAnswer> RunAsync(string body = "{}") => await EndOfAsync(await StartAsync(body));

    /// <summary>Waits until a run has ended or is paused.</summary>
    public Task<HttpAnswer> EndOfAsync(string runId) => WhenAsync(runId, run => run.Text("status") is not ("pending" or "running"), "the run ends");

    /// <summary>Waits until a run is as it should be.</summary>
    public async Task<HttpAnswer> WhenAsync(string runId, Func<HttpAnswer, bool> fits, string what)
    {
        HttpAnswer? run = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                run = await ReadAsync(runId);
                return fits(run);
            },
            what,
            TestBackend.Patience);
        return run!;
    }

    public Task<HttpAnswer> ReadAsync(string runId) => backend.GetAsync($"{Path}/runs/{runId}");

    public Task<HttpAnswer> CancelAsync(string runId) => backend.PostAsync($"{Path}/runs/{runId}/cancel", "");

    public Task<HttpAnswer> ResumeAsync(string runId) => backend.PostAsync($"{Path}/runs/{runId}/resume", "");

    public Task<HttpAnswer> SetBudgetAsync(string budget) => TestBackend.SendAsync(backend.Client, HttpMethod.Put, $"{Path}/budget", budget);

    /// <summary>A step for a kind that a test makes says nothing of what it does, but the backend checks what the kinds of its own would need.</summary>
    private static string WithConfig(string step)
    {
        var body = JsonNode.Parse(step)!.AsObject();
        var needed = (string?)body["kind"] switch
        {
            "webhook" => """{"url":"https://example.com/hook"}""",
            "condition" => """{"if":{"path":"$","operator":"exists"}}""",
            _ => "{}",
        };
        body["config"] ??= JsonNode.Parse(needed);
        return body.ToJsonString();
    }
}
