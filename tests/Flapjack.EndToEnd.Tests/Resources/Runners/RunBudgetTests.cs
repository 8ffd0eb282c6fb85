using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>Runs that are paused because the budget of their runner is used up, and go on.</summary>
public sealed class RunBudgetTests(RunsBackend backend) : IClassFixture<RunsBackend>
{
    // An answer of the default model, gpt-5.4, with 200,000 tokens in and 100,000 out costs 0.5 + 1.5 = 2 dollars.
    private static readonly ChatUsage TwoDollars = new() { InputTokens = 200_000, OutputTokens = 100_000 };

    private readonly FlapjackClient _client = backend.Client;

    [Fact]
    public async Task A_run_pauses_before_the_step_that_nothing_is_left_for_and_goes_on_there()
    {
        backend.Model.When("cost of a step").Say("done").WithUsage(TwoDollars);
        var runner = await backend.CreateRunnerAsync(
            RunsBackend.Ask("cost of a step 1"), RunsBackend.Ask("cost of a step 2"), RunsBackend.Ask("cost of a step 3"));
        await _client.UpdateRunnerBudgetAsync(runner, new() { MaxCostUsd = 3 }, Limit.Token);

        var paused = await _client.RunToEndAsync(runner);
        var spent = await _client.GetRunnerBudgetAsync(runner, Limit.Token);
        await _client.ResumeRunAsync(runner, paused.Id, Limit.Token);
        var pausedAgain = await _client.WaitForRunAsync(runner, paused.Id, RunsBackend.Often, Limit.Token);
        await _client.UpdateRunnerBudgetAsync(runner, spent with { MaxCostUsd = 10 }, Limit.Token);
        await _client.ResumeRunAsync(runner, paused.Id, Limit.Token);
        var ended = await _client.WaitForRunAsync(runner, paused.Id, RunsBackend.Often, Limit.Token);

        (paused.Status, paused.PauseReason, paused.TotalCostUsd, paused.HasEnded).Should().Be((RunnerRunStatus.Paused, RunnerPauseReason.Budget, 4m, false));
        paused.Steps.Take(2).Should().OnlyContain(step => step.Status == RunnerRunStepStatus.Completed);
        (spent.MaxCostUsd, spent.SpentUsd, spent.RemainingUsd).Should().Be((3m, 4m, 0m));
        (pausedAgain.Status, pausedAgain.TotalCostUsd).Should().Be((RunnerRunStatus.Paused, 4m));
        (ended.EnsureCompleted().PauseReason, ended.TotalCostUsd).Should().Be((null, 6m));
        Asked("cost of a step").Should().HaveCount(3);
    }

    [Fact]
    public async Task A_run_pauses_between_two_calls_of_the_model_and_goes_on_in_the_same_conversation()
    {
        var agent = await _client.CreateAgentAsync(new() { Name = "Ada", StablePreamble = "You are Ada." }, Limit.Token);
        backend.Model.When("use the computer").Call("computer_run", new { command = "echo x >> ~/effects; wc -l < ~/effects" }).SayResults().WithUsage(TwoDollars);
        await _client.UpdateComputerConfigAsync(agent.Id, new() { Enabled = true }, Limit.Token);
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("use the computer", "Use") with { AgentId = agent.Id });
        await _client.UpdateRunnerBudgetAsync(runner, new() { MaxCostUsd = 1 }, Limit.Token);

        var paused = await _client.RunToEndAsync(runner);
        await _client.UpdateRunnerBudgetAsync(runner, new() { MaxCostUsd = 100 }, Limit.Token);
        await _client.ResumeRunAsync(runner, paused.Id, Limit.Token);
        var ended = await _client.WaitForRunAsync(runner, paused.Id, RunsBackend.Often, Limit.Token);

        (paused.Status, paused.Steps[0].Status, paused.Steps[0].EndedAt).Should().Be((RunnerRunStatus.Paused, RunnerRunStepStatus.Paused, null));
        ended.EnsureCompleted().Output!.Value.GetProperty("text").GetString().Should().Contain("1");
        ended.Steps[0].ThreadId.Should().Be(paused.Steps[0].ThreadId);
        ended.Steps[0].CostUsd.Should().Be(4m);
        Asked("use the computer").Should().HaveCount(2);
    }

    [Fact]
    public async Task A_paused_run_can_be_cancelled()
    {
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("nothing is left"));
        await _client.UpdateRunnerBudgetAsync(runner, new() { MaxCostUsd = 0 }, Limit.Token);
        var paused = await _client.RunToEndAsync(runner);

        var cancelled = await _client.CancelRunAsync(runner, paused.Id, Limit.Token);

        (paused.Status, cancelled.Status, cancelled.PauseReason).Should().Be((RunnerRunStatus.Paused, RunnerRunStatus.Cancelled, null));
        Asked("nothing is left").Should().BeEmpty();
    }

    [Fact]
    public async Task A_runner_without_a_limit_spends_what_it_needs()
    {
        backend.Model.When("without a limit").Say("done").WithUsage(TwoDollars);
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("without a limit"));

        var run = await _client.RunToEndAsync(runner);
        var budget = await _client.GetRunnerBudgetAsync(runner, Limit.Token);

        run.EnsureCompleted().TotalCostUsd.Should().Be(2m);
        (budget.MaxCostUsd, budget.SpentUsd, budget.RemainingUsd).Should().Be((null, 2m, null));
    }

    private IEnumerable<ScriptedRequest> Asked(string text) => backend.Model.Requests.Where(request => request.Text.Contains(text, StringComparison.Ordinal));
}
