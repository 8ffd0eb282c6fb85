using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.Sdk;

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
        run.Json.EnumerateObject().Select(field => field.Name).Should().Equal("id", "org_id", "runner_id", "status", "input", "created_at", "started_at", "ended_at");
        (run.Text("runner_id"), run.Text("status"), run.Json.GetProperty("input").GetRawText()).Should().Be((runner, "pending", input));
        run.Body.Should().EndWith("\"started_at\":null,\"ended_at\":null}");
    }

    [Theory]
    [InlineData("""{"input":"text"}""")]
    [InlineData("""{"input":[]}""")]
    public async Task An_input_that_is_no_object_is_refused(string body) =>
        (await backend.PostAsync($"/api/runners/{await CreateAsync()}/runs", body)).ShouldBeRefused(400, "INVALID_INPUT");

    [Fact]
    public async Task A_paused_run_is_resumed_and_waits_again()
    {
        var (runner, run) = await CreateRunAsync("running", "paused");

        var resumed = await backend.PostAsync($"/api/runners/{runner}/runs/{run.ToUpperInvariant()}/resume", "");

        resumed.Status.Should().Be(200, resumed.Body);
        (resumed.Text("id"), resumed.Text("status")).Should().Be((run, "pending"));
        resumed.Json.GetProperty("started_at").ValueKind.Should().Be(System.Text.Json.JsonValueKind.String, "the run keeps the time of its first start");
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("running", "running")]
    [InlineData("completed", "running", "completed")]
    [InlineData("failed", "running", "failed")]
    [InlineData("cancelled", "cancelled")]
    public async Task A_run_that_is_not_paused_is_refused_with_its_state(string state, params string[] moves)
    {
        var (runner, run) = await CreateRunAsync(moves);

        var resumed = await backend.PostAsync($"/api/runners/{runner}/runs/{run}/resume", "");

        resumed.ShouldBeRefused(422, "RUN_NOT_PAUSED");
        resumed.Text("detail").Should().Be($"The run '{run}' is {state}; only a paused run can be resumed.");
    }

    [Fact]
    public async Task A_run_of_another_runner_is_not_found()
    {
        var (_, run) = await CreateRunAsync("running", "paused");
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
    public async Task A_move_that_a_run_can_not_make_changes_nothing()
    {
        var (runner, run) = await CreateRunAsync("cancelled");

        Runs.Invoking(runs => runs.Move(run, RunnerRunStatus.Running)).Should().Throw<InvalidOperationException>().WithMessage("*cancelled*running*");

        (await backend.PostAsync($"/api/runners/{runner}/runs/{run}/resume", "")).Text("detail").Should().Contain("is cancelled");
    }

    [Fact]
    public async Task A_run_keeps_when_it_began_and_when_it_ended()
    {
        var (_, id) = await CreateRunAsync();

        var running = Runs.Move(id, RunnerRunStatus.Running);
        var completed = Runs.Move(id, RunnerRunStatus.Completed);

        (running.StartedAt.HasValue, running.EndedAt).Should().Be((true, null));
        completed.StartedAt.Should().Be(running.StartedAt);
        completed.EndedAt.Should().BeOnOrAfter(running.StartedAt!.Value);
    }

    private RunStore Runs => new(backend.Backend.Store(), TimeProvider.System);

    private async Task<string> CreateAsync() => (await backend.PostAsync("/api/runners", """{"name":"Nightly"}""")).Text("id");

    private async Task<(string Runner, string Run)> CreateRunAsync(params string[] moves)
    {
        var runner = await CreateAsync();
        var run = (await backend.PostAsync($"/api/runners/{runner}/runs", "{}")).Text("id");
        foreach (var status in moves)
        {
            Runs.Move(run, new(status));
        }

        return (runner, run);
    }
}
