using System.Text.Json;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>A run that is cancelled, and what it has started.</summary>
public sealed class CancelRunTests(RunsBackend backend) : IClassFixture<RunsBackend>, IDisposable
{
    private readonly FlapjackClient _client = backend.Client;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_call_of_the_model_ends_with_the_run()
    {
        backend.Model.When("think without an end").Say("I think").Stall();
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("think without an end"), RunsBackend.Ask("never asked"));
        var run = await _client.TriggerRunAsync(runner, cancellationToken: Limit.Token);
        await Eventually.HoldsAsync(() => Asked("think without an end").Any(), "the model is asked");

        var cancelled = await _client.CancelRunAsync(runner, run.Id, Limit.Token);

        (await Asked("think without an end").Single().Ended.WaitAsync(Limit.Time)).Should().Be(ScriptedEnd.Cancelled);
        (cancelled.Status, cancelled.HasEnded, cancelled.Error).Should().Be((RunnerRunStatus.Cancelled, true, null));
        cancelled.StatusesOf().Should().Equal("cancelled", "skipped");
        Asked("never asked").Should().BeEmpty();
    }

    [Fact]
    public async Task The_processes_of_a_command_end_with_the_run()
    {
        var agent = await _client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token);
        var latch = new Latch(_folder);
        var pids = _folder["pids"];
        // A process of a session of its own is among them.
        var runner = await backend.CreateRunnerAsync(RunSteps.Command(
            agent.Id,
            $"""
            (setsid sleep 1000 & echo $! >> '{pids}'; wait) & echo $! >> '{pids}'; sleep 1000 & echo $! $$ >> '{pids}'
            until [ $(wc -w < '{pids}') -ge 4 ]; do sleep 0.01; done; {latch.OpenCommand}; wait
            """));
        var run = await _client.TriggerRunAsync(runner, cancellationToken: Limit.Token);
        await latch.OpenedAsync();

        var cancelled = await _client.CancelRunAsync(runner, run.Id, Limit.Token);

        cancelled.StatusesOf().Should().Equal("cancelled");
        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(pids)));
    }

    [Fact]
    public async Task A_run_that_waits_for_its_turn_never_begins()
    {
        backend.Model.When("block the lane").Stall();
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("block the lane {{number}}"));
        await _client.UpdateRunnerAsync(runner, new() { MaxConcurrentRuns = 1 }, Limit.Token);
        var first = await _client.TriggerRunAsync(runner, JsonElement.Parse("""{"number":1}"""), Limit.Token);
        var second = await _client.TriggerRunAsync(runner, JsonElement.Parse("""{"number":2}"""), Limit.Token);
        await _client.WaitForStepAsync(runner, first.Id, 1, RunnerRunStepStatus.Running);

        var cancelled = await _client.CancelRunAsync(runner, second.Id, Limit.Token);
        await _client.CancelRunAsync(runner, first.Id, Limit.Token);

        (cancelled.Status, cancelled.StartedAt).Should().Be((RunnerRunStatus.Cancelled, null));
        cancelled.StatusesOf().Should().Equal("skipped");
        Asked("block the lane 2").Should().BeEmpty();
    }

    [Fact]
    public async Task A_run_that_has_ended_can_not_be_cancelled()
    {
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("quick"));
        var run = await _client.RunToEndAsync(runner);

        var cancel = () => _client.CancelRunAsync(runner, run.Id, Limit.Token);

        (await cancel.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("RUN_HAS_ENDED");
    }

    [Fact]
    public async Task Everybody_who_cancels_a_run_at_once_is_told_how_it_ended()
    {
        backend.Model.When("stall for many").Stall();
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("stall for many"));
        var run = await _client.TriggerRunAsync(runner, cancellationToken: Limit.Token);
        await _client.WaitForStepAsync(runner, run.Id, 1, RunnerRunStepStatus.Running);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CancelAsync(runner, run.Id)));

        answers.Should().Contain("cancelled").And.BeSubsetOf(["cancelled", "RUN_HAS_ENDED"]);
        (await _client.GetRunAsync(runner, run.Id, Limit.Token)).Status.Should().Be(RunnerRunStatus.Cancelled);
    }

    [Fact]
    public async Task A_runner_that_is_deleted_takes_its_runs_along()
    {
        backend.Model.When("stall until deleted").Stall();
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("stall until deleted"));
        await _client.TriggerRunAsync(runner, cancellationToken: Limit.Token);
        await Eventually.HoldsAsync(() => Asked("stall until deleted").Any(), "the model is asked");

        await _client.DeleteRunnerAsync(runner, Limit.Token);

        (await Asked("stall until deleted").Single().Ended.WaitAsync(Limit.Time)).Should().Be(ScriptedEnd.Cancelled);
    }

    private IEnumerable<ScriptedRequest> Asked(string text) => backend.Model.Requests.Where(request => request.Text.Contains(text, StringComparison.Ordinal));

    private async Task<string?> CancelAsync(string runner, string run)
    {
        try
        {
            return (await _client.CancelRunAsync(runner, run, Limit.Token)).Status?.Value;
        }
        catch (FlapjackValidationException e)
        {
            return e.ErrorCode;
        }
    }
}
