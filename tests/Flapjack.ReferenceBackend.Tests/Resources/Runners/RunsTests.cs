using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Runs;

namespace Flapjack.ReferenceBackend.Tests.Resources.Runners;

public sealed class RunsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Theory]
    [InlineData("""{"input":{"topic":"AI news"}}""", """{"topic":"AI news"}""")]
    [InlineData("""{"input":{}}""", "{}")]
    [InlineData("""{}""", "null")]
    public async Task A_run_waits_with_its_input(string body, string input)
    {
        var runner = await CreateAsync();

        var run = await backend.PostAsync($"/api/runners/{runner}/runs", body);

        run.Status.Should().Be(201, run.Body);
        run.Json.EnumerateObject().Select(field => field.Name).Should().Equal(
            "id", "org_id", "runner_id", "status", "input", "output", "error", "pause_reason", "origin", "trigger_id", "created_at", "started_at", "ended_at",
            "interrupted_at", "duration_ms", "total_input_tokens", "total_output_tokens", "total_cost_usd", "steps");
        (run.Text("runner_id"), run.Text("origin"), run.Json.GetProperty("input").GetRawText()).Should().Be((runner, "api", input));
    }

    [Theory]
    [InlineData("""{"input":"text"}""")]
    [InlineData("""{"input":[]}""")]
    public async Task An_input_that_is_no_object_is_refused(string body) =>
        (await backend.PostAsync($"/api/runners/{await CreateAsync()}/runs", body)).ShouldBeRefused(400, "INVALID_INPUT");

    [Fact]
    public async Task A_run_that_is_not_paused_is_refused_with_its_state()
    {
        var runner = await CreateAsync();
        var run = await EndedAsync(runner);

        var resumed = await backend.PostAsync($"/api/runners/{runner}/runs/{run}/resume", "");

        resumed.ShouldBeRefused(422, "RUN_NOT_PAUSED");
        resumed.Text("detail").Should().Be($"The run '{run}' is completed; only a paused run can be resumed.");
    }

    [Fact]
    public async Task A_run_of_another_runner_is_not_found()
    {
        var run = await EndedAsync(await CreateAsync());
        var other = await CreateAsync();

        (await backend.PostAsync($"/api/runners/{other}/runs/{run}/resume", "")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("pending", "running cancelled")]
    [InlineData("running", "completed failed cancelled paused")]
    [InlineData("paused", "pending cancelled")]
    [InlineData("completed", "")]
    [InlineData("failed", "")]
    [InlineData("cancelled", "")]
    public void A_status_leads_to_these_and_to_no_others(string from, string to)
    {
        string[] all = ["pending", "running", "completed", "failed", "cancelled", "paused"];

        string.Join(' ', all.Where(status => RunStates.MayMove(new(from), new(status))).Order()).Should().Be(string.Join(' ', to.Split(' ').Order()));
        RunStates.IsEnd(new(from)).Should().Be(to.Length == 0);
    }

    [Fact]
    public async Task A_run_keeps_when_it_began_and_when_it_ended()
    {
        var runner = await CreateAsync();
        var run = await backend.GetAsync($"/api/runners/{runner}/runs/{await EndedAsync(runner)}");

        run.Json.GetProperty("started_at").GetDateTimeOffset().Should().BeOnOrAfter(run.Json.GetProperty("created_at").GetDateTimeOffset());
        run.Json.GetProperty("ended_at").GetDateTimeOffset().Should().BeOnOrAfter(run.Json.GetProperty("started_at").GetDateTimeOffset());
    }

    private async Task<string> CreateAsync() => (await backend.PostAsync("/api/runners", """{"name":"Nightly"}""")).Text("id");

    private async Task<string> EndedAsync(string runner) => (await new RunRoom(backend, runner).RunAsync()).Text("id");
}
