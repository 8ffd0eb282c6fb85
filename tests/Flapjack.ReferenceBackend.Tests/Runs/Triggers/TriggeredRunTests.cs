using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Resources.Runners;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Runs.Triggers;

/// <summary>Triggers, and the runs that they start, to their end.</summary>
public sealed class TriggeredRunTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 8, 30, 0, TimeSpan.Zero));
    private readonly TestStep _step = new("webhook", call => StepOutcome.Completed(call.Input));
    private TestBackend _backend = null!;
    private RunRoom _room = null!;

    public async Task InitializeAsync()
    {
        _backend = await TestBackend.StartAsync(options =>
        {
            options.TimeProvider = _clock;
            options.StepKinds.Add(_step);
        });
        _room = await RunRoom.CreateAsync(_backend, """{"kind":"webhook","name":"Tell","config":{"url":"https://acme.dev/tell"}}""");
    }

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    [Fact]
    public async Task A_cron_trigger_runs_the_steps_of_its_runner_with_its_input_at_each_occurrence()
    {
        var trigger = await AddAsync("""{"kind":"cron","cronExpression":"0 9 * * *","input":{"topic":"AI news"}}""");

        for (var day = 1; day <= 3; day++)
        {
            _clock.Advance(day == 1 ? TimeSpan.FromMinutes(30) : TimeSpan.FromDays(1));
            await Eventually.HoldsAsync(async () => (await RunsAsync("completed")).Count == day, $"{day} runs are completed");
        }

        var runs = await RunsAsync("completed");
        runs.Should().OnlyContain(run => run.GetProperty("origin").GetString() == "cron" && run.GetProperty("trigger_id").GetString() == trigger.Text("id"));
        runs.Select(run => run.GetProperty("output").GetRawText()).Should().Equal(Enumerable.Repeat("""{"topic":"AI news"}""", 3));
        runs.Select(run => run.GetProperty("created_at").GetString()).Should().Equal("2026-05-03T09:00:00Z", "2026-05-02T09:00:00Z", "2026-05-01T09:00:00Z");
        _step.Calls.Select(call => call.Actor).Distinct().Should().Equal(new LocalComputers.Computers.Actor("trigger", trigger.Text("id")));
    }

    [Fact]
    public async Task A_webhook_runs_the_steps_of_its_runner_with_its_body_once_however_often_it_is_sent()
    {
        var trigger = await AddAsync("""{"kind":"webhook"}""");
        var headers = SignedWebhook.Standard(trigger.Text("webhook_secret"), """{"order":7}""", "msg_1", _clock.GetUtcNow());

        var received = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            TestBackend.SendAsync(_backend.Anonymous, HttpMethod.Post, trigger.Text("webhook_url"), """{"order":7}""", headers)));
        var run = await _room.EndOfAsync(received[0].Text("run_id"));

        received.Select(answer => $"{answer.Status} {answer.Body}").Distinct().Should().ContainSingle().Which.Should().StartWith("202 ");
        (run.Text("status"), run.Text("origin"), run.Json.GetProperty("output").GetRawText()).Should().Be(("completed", "webhook", """{"order":7}"""));
        _step.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task A_run_that_is_fired_by_hand_is_answered_whole_and_acts_for_the_caller()
    {
        var trigger = await AddAsync("""{"kind":"manual"}""");

        var fired = await _backend.PostAsync($"/api/runners/{_room.RunnerId}/triggers/{trigger.Text("id")}/fire", """{"input":{"order":7}}""");
        var run = await _room.EndOfAsync(fired.Text("id"));

        fired.Status.Should().Be(201, fired.Body);
        fired.Json.GetProperty("steps").GetArrayLength().Should().Be(1);
        (run.Text("status"), run.Text("origin"), run.Text("trigger_id")).Should().Be(("completed", "manual", trigger.Text("id")));
        _step.Calls.Single().Actor.Kind.Should().NotBe("trigger");
    }

    [Fact]
    public async Task A_run_outlives_its_trigger()
    {
        var trigger = await AddAsync("""{"kind":"manual"}""");
        var fired = await _backend.PostAsync($"/api/runners/{_room.RunnerId}/triggers/{trigger.Text("id")}/fire", "{}");

        await _backend.DeleteAsync($"/api/runners/{_room.RunnerId}/triggers/{trigger.Text("id")}");

        var run = await _room.EndOfAsync(fired.Text("id"));
        (run.Text("status"), run.Json.GetProperty("trigger_id").ValueKind).Should().Be(("completed", JsonValueKind.Null));
    }

    private async Task<HttpAnswer> AddAsync(string body)
    {
        var added = await _backend.PostAsync($"/api/runners/{_room.RunnerId}/triggers", body);
        added.Status.Should().Be(201, added.Body);
        return added;
    }

    private async Task<List<JsonElement>> RunsAsync(string status) =>
        [.. (await _backend.GetAsync($"/api/runners/{_room.RunnerId}/runs?status={status}")).Json.GetProperty("runs").EnumerateArray()];
}
