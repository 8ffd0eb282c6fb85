using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>A backend that is killed by SIGKILL before, in and after the steps of a run, and started again: no effect happens twice.</summary>
public sealed class CrashedRunTests : IAsyncLifetime
{
    private static readonly string[] KillPoints = ["created", "first-came", "effect-there", "condition-met", "last-came"];

    private readonly TempFolder _data = new();
    private readonly TempFolder _folder = new();
    private StepReceiver _receiver = null!;

    private string Effects => _folder["effects"];

    public async Task InitializeAsync() => _receiver = await StepReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task A_run_goes_on_behind_its_last_finished_step_however_often_the_backend_dies()
    {
        string runner, run;
        RunnerRun before;
        var latches = new[] { new Latch(_folder), new Latch(_folder) };
        using (var host = await CrashHost.StartAsync(_data.Path))
        using (var client = new CrashClient(host))
        {
            var agent = await client.Client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token);
            // The last command waits for the first two kills, and ends when it runs for the third time.
            var attempts = _folder["attempts"];
            var thrice = $"echo x >> '{attempts}'; case $(wc -l < '{attempts}') in 1) {latches[0].OpenCommand};; 2) {latches[1].OpenCommand};; *) exit 0;; esac; sleep 1000";
            runner = await client.Client.CreateRunnerAsync(
                RunSteps.Post(_receiver.Url("first")),
                RunSteps.Command(agent.Id, $"echo x >> '{Effects}'"),
                Met,
                RunsBackend.Ask("hello", "Greet"),
                RunSteps.Command(agent.Id, thrice) with { SafeToRepeat = true },
                RunSteps.Post(_receiver.Url("last")));
            run = (await client.Client.TriggerRunAsync(runner, JsonElement.Parse("{}"), Limit.Token)).Id;
            await latches[0].OpenedAsync();
            before = await client.Client.GetRunAsync(runner, run, Limit.Token);
            await host.KillAsync();
        }

        using (var host = await CrashHost.StartAsync(_data.Path))
        {
            await latches[1].OpenedAsync();
            await host.KillAsync();
        }

        using var last = await CrashHost.StartAsync(_data.Path);
        using var reader = new CrashClient(last);
        var after = await reader.WaitAsync(runner, run);

        before.StatusesOf().Should().Equal("completed", "completed", "completed", "completed", "running", "pending");
        after.EnsureCompleted().StatusesOf().Should().AllBe("completed");
        (after.InterruptedAt > after.CreatedAt).Should().BeTrue();
        after.Steps.Take(4).Select(step => (step.Id, step.TraceId, step.EndedAt)).Should().Equal(before.Steps.Take(4).Select(step => (step.Id, step.TraceId, step.EndedAt)));
        (_receiver.Received("first").Length, _receiver.Received("last").Length, Lines(Effects)).Should().Be((1, 1, 1));
    }

    [Fact]
    public async Task A_run_that_was_in_the_middle_of_an_answer_says_so_and_a_run_that_waited_runs()
    {
        string runner, first, second;
        using (var host = await CrashHost.StartAsync(_data.Path))
        using (var client = new CrashClient(host))
        {
            runner = await client.Client.CreateRunnerAsync(RunsBackend.Ask("{{say}}", "Say"), RunSteps.Post(_receiver.Url("said")));
            await client.Client.UpdateRunnerAsync(runner, new() { MaxConcurrentRuns = 1 }, Limit.Token);
            first = (await client.Client.TriggerRunAsync(runner, JsonElement.Parse("""{"say":"stall"}"""), Limit.Token)).Id;
            await client.Client.WaitForStepAsync(runner, first, 1, RunnerRunStepStatus.Running);
            second = (await client.Client.TriggerRunAsync(runner, JsonElement.Parse("""{"say":"hello"}"""), Limit.Token)).Id;
            await Eventually.HoldsAsync(async () => await HasTurnAsync(client.Client, runner, first), "the turn begins");
            await host.KillAsync();
        }

        using var again = await CrashHost.StartAsync(_data.Path);
        using var reader = new CrashClient(again);
        var cut = await reader.WaitAsync(runner, first);
        var waited = await reader.WaitAsync(runner, second);

        IsUnknown(cut, place: 1);
        (waited.EnsureCompleted().InterruptedAt, _receiver.Received("said").Length).Should().Be((null, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_that_the_crash_cut_is_run_again_only_if_it_is_safe(bool safe)
    {
        var latch = new Latch(_folder);
        var command = $"echo x >> '{Effects}'; if [ $(wc -l < '{Effects}') -gt 1 ]; then exit 0; fi; echo $$ > '{_folder["pid"]}'; {latch.OpenCommand}; sleep 1000";
        var (runner, run) = await KillAsync(
            agent => [RunSteps.Command(agent, command) with { SafeToRepeat = safe }, RunSteps.Post(_receiver.Url("after"))],
            (_, _) => latch.OpenedAsync());

        using var again = await CrashHost.StartAsync(_data.Path);
        using var reader = new CrashClient(again);
        var after = await reader.WaitAsync(runner, run);

        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(_folder["pid"])));
        (Lines(Effects), _receiver.Received("after").Length).Should().Be(safe ? (2, 1) : (1, 0));
        IsUnknownUnless(safe, after, place: 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_webhook_that_the_crash_cut_is_sent_again_only_if_it_is_safe_and_with_the_same_key(bool safe)
    {
        _receiver.Holds = true;
        var (runner, run) = await KillAsync(
            agent => [RunSteps.Post(_receiver.Url("cut")) with { SafeToRepeat = safe }, RunSteps.Command(agent, $"echo x >> '{Effects}'")],
            (_, _) => _receiver.CameAsync("cut"));
        _receiver.Holds = false;

        using var again = await CrashHost.StartAsync(_data.Path);
        using var reader = new CrashClient(again);
        var after = await reader.WaitAsync(runner, run);

        _receiver.Received("cut").Select(sent => sent.Key).Should().AllBe(after.Steps[0].Id);
        (_receiver.Received("cut").Length, Lines(Effects)).Should().Be(safe ? (2, 1) : (1, 0));
        IsUnknownUnless(safe, after, place: 1);
    }

    [Fact]
    public async Task What_an_answer_has_used_that_the_crash_cut_is_counted()
    {
        // The scripted model has a quick command run, and then a command that does not end.
        var (runner, run) = await KillAsync(
            agent => [RunsBackend.Ask("run", "Work") with { AgentId = agent, SafeToRepeat = true }],
            async (client, started) => await Eventually.HoldsAsync(async () => await ToolsOfAsync(client, started) == 2, "the second tool begins"));

        using var again = await CrashHost.StartAsync(_data.Path);
        using var reader = new CrashClient(again);
        await Eventually.HoldsAsync(
            async () => await SpansOfAsync(reader.Client, await reader.Client.GetRunAsync(runner, run, Limit.Token), TraceSpanKind.Tool) == 2, "the step runs again");
        var cancelled = await reader.Client.CancelRunAsync(runner, run, Limit.Token);

        var traces = await reader.Client.ListTracesAsync(new() { RunId = run }, Limit.Token).ToListAsync();
        traces.Should().HaveCount(2).And.OnlyContain(trace => trace.TotalInputTokens > 0);
        (cancelled.TotalInputTokens, cancelled.TotalOutputTokens, cancelled.TotalCostUsd)
            .Should().Be((traces.Sum(trace => trace.TotalInputTokens), traces.Sum(trace => trace.TotalOutputTokens), traces.Sum(trace => trace.TotalCostUsd)));
    }

    [Fact]
    public async Task Wherever_the_kill_falls_nothing_is_done_twice_and_what_is_told_is_true()
    {
        var host = await CrashHost.StartAsync(_data.Path);
        try
        {
            foreach (var point in KillPoints)
            {
                var file = _folder[point];
                string runner, run;
                using (var client = new CrashClient(host))
                {
                    var agent = await client.Client.CreateReadyAsync(new() { Name = "Ada", Template = ComputerTemplate.Blank });
                    runner = await client.Client.CreateRunnerAsync(
                        RunSteps.Post(_receiver.Url(point + "-first")),
                        RunSteps.Command(agent, $"echo x >> '{file}'"),
                        Met,
                        RunsBackend.Ask("hello"),
                        RunSteps.Post(_receiver.Url(point + "-last")));
                    run = (await client.Client.TriggerRunAsync(runner, JsonElement.Parse("{}"), Limit.Token)).Id;
                    await ReachAsync(point, client.Client, runner, run);
                }

                await host.KillAsync();
                host.Dispose();
                host = await CrashHost.StartAsync(_data.Path);
                using var reader = new CrashClient(host);
                IsTrue(
                    await reader.WaitAsync(runner, run), point, _receiver.Received(point + "-first").Length, Lines(file), _receiver.Received(point + "-last").Length);
            }
        }
        finally
        {
            host.Dispose();
        }
    }

    /// <summary>Returns as soon as a run has come that far. What the backend does in the same moment is its own affair.</summary>
    private Task ReachAsync(string point, FlapjackClient client, string runner, string run) => point switch
    {
        "first-came" => _receiver.CameAsync(point + "-first"),
        "effect-there" => Eventually.HoldsAsync(() => File.Exists(_folder[point]), "the command runs"),
        "condition-met" => client.WaitForStepAsync(runner, run, 3, RunnerRunStepStatus.Completed),
        "last-came" => _receiver.CameAsync(point + "-last"),
        _ => Task.CompletedTask,
    };

    private static void IsTrue(RunnerRun run, string point, params int[] effects)
    {
        foreach (var (step, count) in new[] { run.Steps[0], run.Steps[1], run.Steps[4] }.Zip(effects))
        {
            // A step whose outcome is unknown may have had its effect or not.
            var (isDone, isUnknown) = (step.Status == RunnerRunStepStatus.Completed, step.Status == RunnerRunStepStatus.Unknown);
            count.Should().BeInRange(isDone ? 1 : 0, isDone || isUnknown ? 1 : 0, $"step {step.Place} is {step.Status} after the kill at {point}");
        }

        IsUnknownUnless(run.Status == RunnerRunStatus.Completed, run, run.Steps.Count(step => step.Status == RunnerRunStepStatus.Completed) + 1);
    }

    private static AddRunnerStepRequest Met => new()
    {
        Kind = RunnerStepKind.Condition,
        Config = JsonElement.Parse("""{"if":{"path":"$.input","operator":"exists"}}"""),
    };

    /// <summary>Starts a run of a new runner, and kills the backend when it is told.</summary>
    private async Task<(string Runner, string Run)> KillAsync(Func<string, AddRunnerStepRequest[]> steps, Func<FlapjackClient, RunnerRun, Task> when)
    {
        using var host = await CrashHost.StartAsync(_data.Path);
        using var client = new CrashClient(host);
        // The computer is ready before the kill: a kill in the middle of a bootstrap ends the computer, and so the step.
        var agent = await client.Client.CreateReadyAsync(new() { Name = "Ada", Template = ComputerTemplate.Blank });
        var runner = await client.Client.CreateRunnerAsync(steps(agent));
        var run = await client.Client.TriggerRunAsync(runner, JsonElement.Parse("{}"), Limit.Token);
        await when(client.Client, run);
        await host.KillAsync();
        return (runner, run.Id);
    }

    private static async Task<bool> HasTurnAsync(FlapjackClient client, string runner, string run) =>
        await SpansOfAsync(client, await client.GetRunAsync(runner, run, Limit.Token), TraceSpanKind.Agent) > 0;

    private static async Task<int> ToolsOfAsync(FlapjackClient client, RunnerRun run) =>
        await SpansOfAsync(client, await client.GetRunAsync(run.RunnerId!, run.Id, Limit.Token), TraceSpanKind.Tool);

    private static async Task<int> SpansOfAsync(FlapjackClient client, RunnerRun run, TraceSpanKind kind) =>
        run.Steps[0].TraceId is { } trace ? (await client.GetTraceAsync(trace, Limit.Token)).Spans.Count(span => span.Kind == kind) : 0;

    private static void IsUnknownUnless(bool completed, RunnerRun run, int place)
    {
        if (completed)
        {
            run.EnsureCompleted();
        }
        else
        {
            IsUnknown(run, place);
        }
    }

    private static void IsUnknown(RunnerRun run, int place)
    {
        (run.Status, run.Error?.Code, run.FailedStep?.Place).Should().Be((RunnerRunStatus.Failed, "STEP_OUTCOME_UNKNOWN", place));
        run.InterruptedAt.Should().NotBeNull();
        run.Steps[place - 1].Status.Should().Be(RunnerRunStepStatus.Unknown);
        run.StatusesOf().Skip(place).Where(status => status != "skipped").Should().BeEmpty();
    }

    private static int Lines(string file) => File.Exists(file) ? File.ReadAllLines(file).Length : 0;
}
