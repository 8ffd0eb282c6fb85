using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Runs;

/// <summary>A backend that is closed in the middle of a step leaves the store as a crash would leave it.</summary>
public sealed class RunRecoveryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_step_of_which_nobody_knows_what_it_did_stops_the_run_and_says_so()
    {
        var run = await InterruptAsync("""{"kind":"webhook","name":"Tell"}""", StepRecovery.Unknown);

        (run.Answer.Text("status"), run.Answer.Text("error", "code")).Should().Be(("failed", "STEP_OUTCOME_UNKNOWN"));
        run.Answer.Text("error", "message").Should().Contain("Tell").And.Contain("safeToRepeat");
        Statuses(run.Answer).Should().Equal("completed", "unknown", "skipped");
        run.Answer.Json.GetProperty("interrupted_at").ValueKind.Should().Be(System.Text.Json.JsonValueKind.String);
        run.Repeats.Should().Be(0);
    }

    [Fact]
    public async Task A_step_that_is_safe_to_repeat_runs_again()
    {
        var run = await InterruptAsync("""{"kind":"webhook","name":"Tell","safeToRepeat":true}""", StepRecovery.Unknown);

        run.Answer.Text("status").Should().Be("completed", run.Answer.Body);
        Statuses(run.Answer).Should().Equal("completed", "completed", "completed");
        run.Repeats.Should().Be(1);
    }

    [Fact]
    public async Task A_step_that_had_no_effect_yet_runs()
    {
        var run = await InterruptAsync("""{"kind":"webhook","name":"Tell"}""", StepRecovery.NotBegun);

        run.Answer.Text("status").Should().Be("completed", run.Answer.Body);
        run.Repeats.Should().Be(1);
    }

    [Fact]
    public async Task A_step_that_had_ended_is_not_repeated()
    {
        var run = await InterruptAsync("""{"kind":"webhook","name":"Tell"}""", StepRecovery.Ended(StepOutcome.Completed(System.Text.Json.JsonElement.Parse("""{"known":1}"""))));

        run.Answer.Text("status").Should().Be("completed", run.Answer.Body);
        run.Answer.Json.GetProperty("steps")[1].GetProperty("output").GetRawText().Should().Be("""{"known":1}""");
        run.Repeats.Should().Be(0);
    }

    [Fact]
    public async Task A_run_that_waited_runs_after_the_restart()
    {
        var hanging = TestStep.Hangs("webhook");
        string waiting;
        RunRoom room;
        await using (var first = await StartAsync(hanging))
        {
            room = await RunRoom.CreateAsync(first, """{"name":"Narrow","maxConcurrentRuns":1}""", ["""{"kind":"webhook"}"""]);
            var running = await room.StartAsync();
            await room.WhenAsync(running, _ => hanging.Calls.Count == 1, "the first run runs");
            waiting = await room.StartAsync();
        }

        await using var second = await StartAsync(TestStep.Says("webhook", "1"));

        var run = await new RunRoom(second, room.RunnerId).EndOfAsync(waiting);
        run.Text("status").Should().Be("completed", run.Body);
    }

    /// <summary>Closes a backend in the middle of the second of three steps, and starts another on the same store.</summary>
    private async Task<(HttpAnswer Answer, int Repeats)> InterruptAsync(string step, StepRecovery known)
    {
        var hanging = TestStep.Hangs("webhook");
        string runId;
        RunRoom room;
        await using (var first = await StartAsync(hanging, TestStep.Says("condition", "1")))
        {
            room = await RunRoom.CreateAsync(first, """{"kind":"condition"}""", step, """{"kind":"condition"}""");
            runId = await room.StartAsync();
            await room.WhenAsync(runId, _ => hanging.Calls.Count == 1, "the second step runs");
        }

        var again = TestStep.Says("webhook", "2");
        again.Known = known;
        var condition = TestStep.Says("condition", "3");
        await using var second = await StartAsync(again, condition);
        var run = await new RunRoom(second, room.RunnerId).EndOfAsync(runId);
        condition.Calls.Count.Should().BeLessThan(2, "the first step has its outcome");
        return (run, again.Calls.Count);
    }

    private Task<TestBackend> StartAsync(params TestStep[] kinds) => TestBackend.StartAsync(options =>
    {
        options.DataDirectory = _folder.Path;
        foreach (var kind in kinds)
        {
            options.StepKinds.Add(kind);
        }
    });

    private static IEnumerable<string?> Statuses(HttpAnswer run) => run.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("status").GetString());
}
