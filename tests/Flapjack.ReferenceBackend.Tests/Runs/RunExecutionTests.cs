using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Runs;

public sealed class RunExecutionTests
{
    [Fact]
    public async Task A_run_executes_its_steps_in_order_and_keeps_what_each_was_given_and_gave()
    {
        var (webhook, condition) = (TestStep.Says("webhook", """{"status":200}"""), TestStep.Says("condition", """{"met":true}"""));
        await using var backend = await StartAsync(webhook, condition);
        var room = await RunRoom.CreateAsync(backend, """{"kind":"webhook","name":"Tell"}""", """{"kind":"condition","name":"Check"}""");

        var run = await room.RunAsync("""{"input":{"topic":"tea"}}""");

        run.Text("status").Should().Be("completed", run.Body);
        run.Json.GetProperty("output").GetRawText().Should().Be("""{"met":true}""");
        Steps(run).Should().Equal(
            """1 Tell completed {"topic":"tea"} {"status":200}""",
            """2 Check completed {"status":200} {"met":true}""");
        condition.Calls.Single().Context.GetRawText().Should().Be(
            """{"input":{"topic":"tea"},"previous":{"status":200},"steps":{"Tell":{"status":"completed","input":{"topic":"tea"},"output":{"status":200},"error":null},"Check":{"status":"pending","input":null,"output":null,"error":null}}}""");
    }

    [Fact]
    public async Task A_step_that_fails_ends_the_run_and_the_later_steps_are_skipped()
    {
        var failing = new TestStep("webhook", _ => StepOutcome.Failed("WEBHOOK_FAILED", "The receiver answered 500.", JsonElement.Parse("""{"status":500}""")));
        await using var backend = await StartAsync(failing, TestStep.Says("condition", "{}"));
        var room = await RunRoom.CreateAsync(backend, """{"kind":"webhook"}""", """{"kind":"condition"}""");

        var run = await room.RunAsync();

        run.Text("status").Should().Be("failed");
        run.Text("error", "code").Should().Be("WEBHOOK_FAILED");
        run.Text("error", "step_id").Should().Be(run.Json.GetProperty("steps")[0].GetProperty("step_id").GetString());
        Steps(run).Should().Equal("""1  failed null {"status":500}""", "2  skipped null null");
    }

    [Fact]
    public async Task A_step_that_takes_too_long_is_stopped_and_fails()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var hanging = TestStep.Hangs("webhook");
        await using var backend = await TestBackend.StartAsync(options =>
        {
            options.TimeProvider = clock;
            options.StepKinds.Add(hanging);
        });
        var room = await RunRoom.CreateAsync(backend, """{"kind":"webhook","name":"Slow"}""");
        var runId = await room.StartAsync();
        await room.WhenAsync(runId, _ => hanging.Calls.Count == 1, "the step runs");

        clock.Advance(TimeSpan.FromSeconds(600));

        var run = await room.EndOfAsync(runId);
        (run.Text("status"), run.Text("error", "code")).Should().Be(("failed", "STEP_TIMED_OUT"));
        run.Text("error", "message").Should().Contain("Slow").And.Contain("600 s");
    }

    [Fact]
    public async Task Cancelling_ends_the_step_and_the_run_and_answers_when_both_have_ended()
    {
        var hanging = TestStep.Hangs("webhook");
        await using var backend = await StartAsync(hanging, TestStep.Says("condition", "{}"));
        var room = await RunRoom.CreateAsync(backend, """{"kind":"webhook"}""", """{"kind":"condition"}""");
        var runId = await room.StartAsync();
        await room.WhenAsync(runId, _ => hanging.Calls.Count == 1, "the step runs");

        var run = await room.CancelAsync(runId);

        (run.Status, run.Text("status")).Should().Be((200, "cancelled"), run.Body);
        Steps(run).Should().Equal("1  cancelled null null", "2  skipped null null");
        (await room.CancelAsync(runId)).ShouldBeRefused(422, "RUN_HAS_ENDED");
    }

    [Fact]
    public async Task A_runner_runs_as_many_runs_at_once_as_it_allows_and_the_others_wait()
    {
        using var gate = new SemaphoreSlim(0);
        var waiting = new TestStep("webhook", async (_, cancellationToken) =>
        {
            await gate.WaitAsync(cancellationToken);
            return StepOutcome.Completed(StepJson.Null);
        });
        await using var backend = await StartAsync(waiting);
        var room = await RunRoom.CreateAsync(backend, """{"name":"Narrow","maxConcurrentRuns":2}""", ["""{"kind":"webhook"}"""]);
        string[] runs = [await room.StartAsync(), await room.StartAsync(), await room.StartAsync()];
        await room.WhenAsync(runs[1], _ => waiting.Calls.Count == 2, "two runs run");

        (await room.ReadAsync(runs[2])).Text("status").Should().Be("pending");
        gate.Release(3);

        foreach (var run in runs)
        {
            (await room.EndOfAsync(run)).Text("status").Should().Be("completed");
        }

        waiting.Calls.Select(call => call.RunId).Take(2).Should().BeEquivalentTo(runs.Take(2));
        waiting.Calls.Select(call => call.RunId).Skip(2).Should().Equal(runs[2]);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_as_it_begins_leaves_no_step_that_runs_on()
    {
        await using var backend = await StartAsync(TestStep.Hangs("webhook"));
        var room = await RunRoom.CreateAsync(backend, """{"kind":"webhook"}""");
        for (var time = 0; time < 50; time++)
        {
            var run = await room.CancelAsync(await room.StartAsync());

            run.Text("status").Should().Be("cancelled", run.Body);
            run.Json.GetProperty("steps")[0].GetProperty("status").GetString().Should().BeOneOf("cancelled", "skipped");
        }
    }

    [Fact]
    public async Task Runs_that_wait_begin_when_the_limit_of_their_runner_is_raised()
    {
        var hanging = TestStep.Hangs("webhook");
        await using var backend = await StartAsync(hanging);
        var room = await RunRoom.CreateAsync(backend, """{"name":"Narrow","maxConcurrentRuns":1}""", ["""{"kind":"webhook"}"""]);
        await room.StartAsync();
        var second = await room.StartAsync();

        await TestBackend.SendAsync(backend.Client, HttpMethod.Patch, $"/api/runners/{room.RunnerId}", """{"maxConcurrentRuns":2}""");

        await room.WhenAsync(second, run => run.Text("status") == "running", "the second run runs");
    }

    [Fact]
    public async Task A_run_that_waits_is_cancelled_before_it_ran()
    {
        var hanging = TestStep.Hangs("webhook");
        await using var backend = await StartAsync(hanging);
        var room = await RunRoom.CreateAsync(backend, """{"name":"Narrow","maxConcurrentRuns":1}""", ["""{"kind":"webhook"}"""]);
        var first = await room.StartAsync();
        await room.WhenAsync(first, _ => hanging.Calls.Count == 1, "the first run runs");
        var second = await room.StartAsync();

        var run = await room.CancelAsync(second);

        run.Text("status").Should().Be("cancelled");
        hanging.Calls.Should().ContainSingle();
        await room.CancelAsync(first);
    }

    [Fact]
    public async Task A_runner_that_is_deleted_takes_its_runs_along_and_ends_them()
    {
        var ended = new TaskCompletionSource();
        var hanging = new TestStep("webhook", async (_, cancellationToken) =>
        {
            await using var registration = cancellationToken.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        });
        await using var backend = await StartAsync(hanging);
        var room = await RunRoom.CreateAsync(backend, """{"kind":"webhook"}""");
        var runId = await room.StartAsync();
        await room.WhenAsync(runId, _ => hanging.Calls.Count == 1, "the step runs");

        (await backend.DeleteAsync($"/api/runners/{room.RunnerId}")).Status.Should().Be(204);

        ended.Task.IsCompleted.Should().BeTrue("the deletion waits for what runs");
        (await room.ReadAsync(runId)).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_step_that_throws_fails_its_run_and_shows_no_secret()
    {
        var throwing = new TestStep("webhook", _ => throw new InvalidOperationException("the password is swordfish"));
        await using var backend = await StartAsync(throwing);
        var room = await RunRoom.CreateAsync(backend, """{"kind":"webhook"}""");

        var run = await room.RunAsync();

        run.Text("error", "code").Should().Be("STEP_FAILED_IN_BACKEND");
        run.Body.Should().NotContain("swordfish");
    }

    [Fact]
    public async Task A_run_of_a_runner_without_steps_is_completed_at_once()
    {
        await using var backend = await StartAsync();
        var room = await RunRoom.CreateAsync(backend);

        var run = await room.RunAsync("""{"input":{"a":1}}""");

        (run.Text("status"), run.Json.GetProperty("output").ValueKind).Should().Be(("completed", JsonValueKind.Null));
    }

    [Fact]
    public async Task The_runs_of_a_runner_are_listed_in_pages_with_the_newest_first()
    {
        await using var backend = await StartAsync(new TestStep("webhook", _ => StepOutcome.Failed("NO", "No.")));
        var room = await RunRoom.CreateAsync(backend);
        var failing = await RunRoom.CreateAsync(backend, """{"kind":"webhook"}""");
        string[] runs = [await room.StartAsync(), await room.StartAsync(), await room.StartAsync()];
        foreach (var run in runs)
        {
            await room.EndOfAsync(run);
        }

        await failing.RunAsync();
        var path = $"/api/runners/{room.RunnerId}/runs";
        var first = await backend.GetAsync($"{path}?limit=2");
        var second = await backend.GetAsync($"{path}?limit=2&cursor={Uri.EscapeDataString(first.Text("nextCursor"))}");

        IdsOf(first).Concat(IdsOf(second)).Should().Equal(runs.OrderDescending(StringComparer.Ordinal), "within a millisecond the ids tell the order, and they begin with the time");
        second.Json.GetProperty("nextCursor").ValueKind.Should().Be(JsonValueKind.Null);
        first.Json.GetProperty("runs")[0].TryGetProperty("steps", out _).Should().BeFalse();
        (await backend.GetAsync($"{path}?status=failed")).Json.GetProperty("runs").GetArrayLength().Should().Be(0);
        IdsOf(await backend.GetAsync($"/api/runners/{failing.RunnerId}/runs?status=failed")).Should().ContainSingle();

        static IEnumerable<string> IdsOf(HttpAnswer page) => page.Json.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()!);
    }

    private static Task<TestBackend> StartAsync(params TestStep[] kinds) => TestBackend.StartAsync(options =>
    {
        foreach (var kind in kinds)
        {
            options.StepKinds.Add(kind);
        }
    });

    private static IEnumerable<string> Steps(HttpAnswer run) => run.Json.GetProperty("steps").EnumerateArray().Select(step =>
        $"{step.GetProperty("place")} {step.GetProperty("name")} {step.GetProperty("status")} {step.GetProperty("input").GetRawText()} {step.GetProperty("output").GetRawText()}");
}
