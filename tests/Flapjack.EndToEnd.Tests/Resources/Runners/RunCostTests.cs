using System.Text.Json;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>What real runs cost, as the run, its traces and the analytics tell it.</summary>
public sealed class RunCostTests
{
    [Fact]
    public async Task The_run_its_traces_and_the_analytics_tell_the_same_cost()
    {
        using var model = new ScriptedChatModel();
        model.When("fail").Fail("MODEL_ERROR", "broken");
        model.Otherwise().WithUsage(new() { InputTokens = 1000, OutputTokens = 100 }).Say("fine");
        await using var backend = await FlapjackBackend.StartAsync(new() { Port = null, ChatModel = model });
        using var client = backend.CreateClient();
        var agent = await client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token);
        var runner = await client.CreateRunnerAsync(new() { Name = "Nightly" }, Limit.Token);
        var step = new AddRunnerStepRequest
        {
            Kind = RunnerStepKind.Agent,
            Name = "First",
            AgentId = agent.Id,
            InputMapping = JsonElement.Parse("""{"say":"$.input.say"}"""),
            Config = JsonElement.Parse("""{"prompt":"{{say}}"}"""),
        };
        await client.AddRunnerStepAsync(runner.Id, step, Limit.Token);
        await client.AddRunnerStepAsync(runner.Id, step with { Name = "Second" }, Limit.Token);

        var good = await RunAsync(client, runner.Id, """{"say":"hello"}""");
        var bad = await RunAsync(client, runner.Id, """{"say":"fail"}""");

        (good.Status, bad.Status, bad.FailedStep?.Name).Should().Be((RunnerRunStatus.Completed, RunnerRunStatus.Failed, "First"));
        (good.TotalInputTokens, good.TotalOutputTokens, good.TotalCostUsd).Should().Be((2000, 200, 0.008m));
        var traces = await client.ListTracesAsync(new() { RunnerId = runner.Id, RunId = good.Id }, Limit.Token).ToListAsync(Limit.Token);
        traces.Select(trace => (trace.Id, trace.Name, trace.TotalCostUsd)).Should().Equal(
            (good.Steps[1].TraceId!, "Second", good.Steps[1].CostUsd), (good.Steps[0].TraceId!, "First", good.Steps[0].CostUsd));
        var failed = (await client.ListTracesAsync(new() { RunnerId = runner.Id, Status = TraceStatus.Error }, Limit.Token).ToListAsync(Limit.Token)).Should().ContainSingle().Which;
        (failed.RunId, failed.AgentId).Should().Be((bad.Id, agent.Id));

        var analytics = await client.GetRunnerAnalyticsAsync(runner.Id, AnalyticsPeriod.Days7, Limit.Token);
        (analytics.Summary!.TotalRuns, analytics.Summary.Completed, analytics.Summary.Failed, analytics.Summary.SuccessRate).Should().Be((2, 1, 1, 50));
        analytics.Summary.TotalCostUsd.Should().Be(good.TotalCostUsd + bad.TotalCostUsd);
        analytics.Daily.Sum(day => day.TotalRuns).Should().Be(2);
        analytics.Daily.Sum(day => day.TotalCostUsd).Should().Be(analytics.Summary.TotalCostUsd);
        analytics.ByModel.Should().ContainSingle().Which.TotalInputTokens.Should().Be(2000);
        var source = analytics.ByCredentialSource.Should().ContainSingle().Which;
        (source.CredentialSource, source.TotalCostUsd).Should().Be((CredentialSource.Platform, analytics.Summary.TotalCostUsd));
    }

    [Fact]
    public async Task A_step_is_a_turn_of_its_agent_without_a_session_and_a_thread()
    {
        using var model = new ScriptedChatModel();
        model.Otherwise().WithUsage(new() { InputTokens = 1000 }).Say("fine");
        await using var backend = await FlapjackBackend.StartAsync(new() { Port = null, ChatModel = model });
        using var client = backend.CreateClient();
        var agent = await client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token);
        var runner = await client.CreateRunnerAsync(new() { Name = "Nightly" }, Limit.Token);
        await client.AddRunnerStepAsync(runner.Id, new() { Kind = RunnerStepKind.Agent, AgentId = agent.Id }, Limit.Token);
        var thread = await client.CreateThreadAsync(agent.Id, cancellationToken: Limit.Token);
        await client.RunMessageAsync(thread.Id, "hello", cancellationToken: Limit.Token);

        await RunAsync(client, runner.Id, """{"say":"hello"}""");

        var analytics = await client.GetAnalyticsAsync(agentId: agent.Id, cancellationToken: Limit.Token);
        (analytics.Summary!.TotalTurns, analytics.Summary.TotalThreads, analytics.Summary.UniqueSessions, analytics.Summary.InputTokens).Should().Be((2, 1, 1, 2000));
        analytics.ByAgent.Should().ContainSingle().Which.TotalTurns.Should().Be(2);
    }

    private static async Task<RunnerRun> RunAsync(FlapjackClient client, string runnerId, string input)
    {
        var run = await client.TriggerRunAsync(runnerId, JsonElement.Parse(input), Limit.Token);
        return await client.WaitForRunAsync(runnerId, run.Id, new() { Interval = TimeSpan.FromMilliseconds(20) }, Limit.Token);
    }
}
