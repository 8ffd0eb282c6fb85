using System.Collections.Concurrent;
using System.Text.Json;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>How long a step may take, and how many runs run at once.</summary>
public sealed class RunLimitTests(RunsBackend backend) : IClassFixture<RunsBackend>
{
    private readonly FlapjackClient _client = backend.Client;

    [Fact]
    public async Task A_step_that_takes_too_long_is_stopped_and_fails_its_run()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var model = new ScriptedChatModel(clock);
        model.When("dawdle").Stall();
        await using var slow = await FlapjackBackend.StartAsync(new() { ChatModel = model, TimeProvider = clock }, Limit.Token);
        using var client = slow.CreateClient();
        var runner = await client.CreateRunnerAsync(RunsBackend.Ask("dawdle", "Dawdle") with { TimeoutSec = 5 }, RunsBackend.Ask("never"));
        var run = await client.TriggerRunAsync(runner, cancellationToken: Limit.Token);
        await model.WaitForRequestsAsync(1, Limit.Token);

        clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        var before = await client.GetRunAsync(runner, run.Id, Limit.Token);
        clock.Advance(TimeSpan.FromTicks(1));
        var ended = await client.WaitForRunAsync(runner, run.Id, RunsBackend.Often, Limit.Token);

        before.Status.Should().Be(RunnerRunStatus.Running);
        (await model.Requests[0].Ended.WaitAsync(Limit.Time)).Should().Be(ScriptedEnd.Cancelled);
        (ended.Status, ended.Error!.Code, ended.DurationMs).Should().Be((RunnerRunStatus.Failed, "STEP_TIMED_OUT", 5000));
        ended.Error.Message.Should().Contain("Dawdle").And.Contain("5 s").And.Contain("timeoutSec");
        ended.StatusesOf().Should().Equal("failed", "skipped");
    }

    [Fact]
    public async Task As_many_runs_run_at_once_as_the_runner_allows_and_the_oldest_are_the_first()
    {
        var begun = new ConcurrentQueue<int>();
        using var open = new SemaphoreSlim(0);
        backend.Model.When(request => Began(request.Text, begun)).Say(_ =>
        {
            open.Wait(Limit.Time).Should().BeTrue();
            return "done";
        });
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("lane number {{number}}"));
        await _client.UpdateRunnerAsync(runner, new() { MaxConcurrentRuns = 3 }, Limit.Token);
        var runs = new List<RunnerRun>();
        for (var number = 0; number < 8; number++)
        {
            runs.Add(await _client.TriggerRunAsync(runner, JsonElement.Parse($$"""{"number":{{number}}}"""), Limit.Token));
        }

        await Eventually.HoldsAsync(() => begun.Distinct().Count() == 3, "three runs begin");
        var statuses = (await _client.GetRunPageAsync(runner, cancellationToken: Limit.Token)).Runs.Select(run => run.Status?.Value);
        open.Release(runs.Count);
        var ended = await Task.WhenAll(runs.Select(run => _client.WaitForRunAsync(runner, run.Id, RunsBackend.Often, Limit.Token)));

        statuses.Order().Should().Equal("pending", "pending", "pending", "pending", "pending", "running", "running", "running");
        ended.Should().OnlyContain(run => run.Status == RunnerRunStatus.Completed);
        begun.Distinct().Take(3).Should().BeEquivalentTo([0, 1, 2]);
        MostAtOnce(ended).Should().Be(3);
    }

    [Fact]
    public async Task Two_hundred_runs_at_once_all_end_well_and_none_is_lost_or_done_twice()
    {
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("first of many {{number}}", "First"), RunsBackend.Ask("second of {{text}}"));
        await _client.UpdateRunnerAsync(runner, new() { MaxConcurrentRuns = 100 }, Limit.Token);

        var started = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(number => _client.TriggerRunAsync(runner, JsonElement.Parse($$"""{"number":{{number}}}"""), Limit.LongToken)));
        var ended = await Task.WhenAll(
            started.Select(run => _client.WaitForRunAsync(runner, run.Id, new() { Interval = TimeSpan.FromMilliseconds(200) }, Limit.LongToken)));

        ended.Should().OnlyContain(run => run.Status == RunnerRunStatus.Completed);
        ended.Select(run => run.Output!.Value.GetProperty("text").GetString())
            .Should().Equal(Enumerable.Range(0, 200).Select(number => $"second of first of many {number}"));
        MostAtOnce(ended).Should().BeLessThanOrEqualTo(100);
        var summary = (await _client.GetRunnerAnalyticsAsync(runner, AnalyticsPeriod.Days7, Limit.Token)).Summary!;
        (summary.TotalRuns, summary.Completed, summary.TotalInputTokens).Should().Be((200, 200, ended.Sum(run => run.TotalInputTokens)));
    }

    private static bool Began(string text, ConcurrentQueue<int> begun)
    {
        const string Words = "lane number ";
        if (!text.StartsWith(Words, StringComparison.Ordinal))
        {
            return false;
        }

        begun.Enqueue(int.Parse(text[Words.Length..], System.Globalization.CultureInfo.InvariantCulture));
        return true;
    }

    private static int MostAtOnce(IReadOnlyList<RunnerRun> runs) =>
        runs.Max(run => runs.Count(other => other.StartedAt <= run.StartedAt && other.EndedAt > run.StartedAt));
}
