using System.Text.Json;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>The traces of a real run with a step of each kind.</summary>
public sealed class RunTraceTests
{
    [Fact]
    public async Task Each_step_is_a_tree_of_its_own_with_what_it_did_below_it()
    {
        using var model = new ScriptedChatModel();
        model.Otherwise().Call("computer_run", new { command = "echo hello" }).Say("done");
        await using var backend = await FlapjackBackend.StartAsync(new() { Port = null, ChatModel = model, AllowLoopbackWebhooks = true });
        using var client = backend.CreateClient();
        var agent = (await client.CreateAgentFromTemplateAsync(new() { Name = "Ada", Template = ComputerTemplate.Blank }, Limit.Token)).Agent;
        var runner = await client.CreateRunnerAsync(new() { Name = "Nightly" }, Limit.Token);
        AddRunnerStepRequest[] steps =
        [
            new() { Kind = RunnerStepKind.Computer, Name = "Count", AgentId = agent.Id, Config = JsonElement.Parse("""{"command":"echo 3"}""") },
            new()
            {
                Kind = RunnerStepKind.Condition,
                Name = "Enough?",
                Config = JsonElement.Parse("""{"if":{"path":"$.previous.json","operator":"equals","value":3}}"""),
            },
            new() { Kind = RunnerStepKind.Agent, Name = "Write", AgentId = agent.Id },
            // Nobody listens there.
            new() { Kind = RunnerStepKind.Webhook, Name = "Send", Config = JsonElement.Parse("""{"url":"http://127.0.0.1:1/"}""") },
        ];
        foreach (var step in steps)
        {
            await client.AddRunnerStepAsync(runner.Id, step, Limit.Token);
        }

        var started = await client.TriggerRunAsync(runner.Id, cancellationToken: Limit.Token);
        var run = await client.WaitForRunAsync(runner.Id, started.Id, new() { Interval = TimeSpan.FromMilliseconds(20) }, Limit.Token);

        (run.Status, run.Error?.Code).Should().Be((RunnerRunStatus.Failed, "WEBHOOK_NOT_REACHED"), run.Error?.Message);
        var traces = await client.ListTracesAsync(new() { RunnerId = runner.Id, RunId = run.Id }, Limit.Token).ToListAsync(Limit.Token);
        traces.Select(trace => (trace.Name, trace.Status, trace.ErrorCount, trace.LlmCallCount, trace.ToolCallCount)).Should().Equal(
            ("Send", TraceStatus.Error, 2, 0, 0), ("Write", TraceStatus.Ok, 0, 2, 1), ("Enough?", TraceStatus.Ok, 0, 0, 0), ("Count", TraceStatus.Ok, 0, 0, 1));
        var trees = new List<string>();
        foreach (var step in run.Steps)
        {
            trees.AddRange((await client.GetTraceAsync(step.TraceId!, Limit.Token)).BuildSpanTree().Select(Shape));
        }

        trees.Should().Equal("runner_step(tool())", "runner_step(condition())", "runner_step(agent(llm() tool() llm()))", "runner_step(webhook())");
    }

    private static string Shape(TraceSpanNode node) => $"{node.Span.Kind}({string.Join(' ', node.Children.Select(Shape))})";
}
