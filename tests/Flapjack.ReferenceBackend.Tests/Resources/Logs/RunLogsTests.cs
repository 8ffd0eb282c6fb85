using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Resources.Logs;

/// <summary>The logs of runs: each execution of a step has a trace of its own.</summary>
public sealed class RunLogsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task The_steps_of_a_run_are_its_traces_the_newest_first()
    {
        var world = new LogsWorld(backend);
        var (runner, agent) = (await world.AddRunnerAsync(), world.AddAgent());
        var (first, second) = (await world.AddRunAsync(runner), await world.AddRunAsync(runner));
        var ask = Step(world, runner, first, "Ask", 0, agent);
        var post = Step(world, runner, first, "Post", 1) with { Status = TraceStatus.Error };
        var later = Step(world, runner, second, "Ask", 2, agent);
        Array.ForEach([ask, post, later], trace => world.Save(trace));
        world.Save(world.NewTrace() with { AgentId = agent, Status = TraceStatus.Ok });

        (await world.ListAsync($"?runner_id={runner}")).Should().Equal(later.Id, post.Id, ask.Id);
        (await world.ListAsync($"?run_id={first}")).Should().Equal(post.Id, ask.Id);
        (await world.ListAsync($"?runner_id={runner}&run_id={first}")).Should().Equal(post.Id, ask.Id);
        (await world.ListAsync($"?runner_id={runner}&agent_id={agent}")).Should().Equal(later.Id, ask.Id);
        (await world.ListAsync($"?runner_id={runner}&run_id={first}&agent_id={agent}&status=ok&q=as")).Should().Equal(ask.Id);
        (await world.ListAsync($"?runner_id={runner}&run_id={first}&status=error")).Should().Equal(post.Id);
        (await world.ListAsync($"?runner_id={await world.AddRunnerAsync()}&run_id={first}")).Should().BeEmpty("it is the run of another runner");
    }

    [Fact]
    public async Task Pages_of_the_steps_of_a_run_follow_each_other()
    {
        var world = new LogsWorld(backend);
        var runner = await world.AddRunnerAsync();
        var run = await world.AddRunAsync(runner);
        var steps = Enumerable.Range(0, 5).Select(n => Step(world, runner, run, $"Step {n}", n)).ToList();
        steps.ForEach(trace => world.Save(trace));

        var first = await world.GetAsync($"/api/logs?run_id={run}&limit=3");
        var rest = await world.ListAsync($"?run_id={run}&limit=3&cursor={Uri.EscapeDataString(first.Text("nextCursor"))}");

        first.Json.GetProperty("traces").EnumerateArray().Select(trace => trace.GetProperty("name").GetString()).Should().Equal("Step 4", "Step 3", "Step 2");
        rest.Should().Equal(steps[1].Id, steps[0].Id);
    }

    [Fact]
    public async Task The_trace_of_a_step_has_the_sums_of_its_whole_tree()
    {
        var world = new LogsWorld(backend);
        var runner = await world.AddRunnerAsync();
        var trace = Step(world, runner, await world.AddRunAsync(runner), "Ask", 0);
        var root = Span(null, "runner_step", 0);
        var agent = Span(root, "agent", 1);
        TraceSpan[] calls =
        [
            Span(agent, "llm", 2) with { Model = "gpt-5.4", InputTokens = 10, OutputTokens = 20, CostUsd = 0.000325m },
            Span(agent, "tool", 3) with { Status = TraceStatus.Error },
            Span(agent, "mcp", 4),
            Span(agent, "llm", 5) with { Model = "gpt-5.4-nano", InputTokens = 1, OutputTokens = 2, CostUsd = 0.000001m },
        ];
        world.Save(trace, [root, agent, .. calls]);

        var read = (await world.GetAsync("/api/logs/" + trace.Id)).Json;

        var sums = read.GetProperty("trace");
        string[] fields = ["total_input_tokens", "total_output_tokens", "span_count", "error_count", "llm_call_count", "tool_call_count"];
        fields.Select(field => sums.GetProperty(field).GetInt32()).Should().Equal(11, 22, 6, 1, 2, 2);
        sums.GetProperty("total_cost_usd").GetDecimal().Should().Be(0.000326m);
        (sums.GetProperty("runner_id").GetString(), sums.GetProperty("thread_id").ValueKind).Should().Be((runner, JsonValueKind.Null));
        var spans = read.GetProperty("spans").EnumerateArray().ToList();
        spans.Select(span => span.GetProperty("kind").GetString()).Should().Equal("runner_step", "agent", "llm", "tool", "mcp", "llm");
        spans[0].TryGetProperty("model", out _).Should().BeFalse("only calls of models have the fields of models");
        spans.Skip(1).Select(span => span.GetProperty("parent_span_id").GetString()).Should().Equal(root.Id, agent.Id, agent.Id, agent.Id, agent.Id);
    }

    private static FlapjackTrace Step(LogsWorld world, string runner, string run, string name, int second, string? agent = null) =>
        world.NewTrace(LogsWorld.Start.AddSeconds(second)) with { RunnerId = runner, RunId = run, AgentId = agent, Name = name, Status = TraceStatus.Ok };

    private static TraceSpan Span(TraceSpan? parent, string kind, int second) => new()
    {
        Id = Guid.NewGuid().ToString(),
        ParentSpanId = parent?.Id,
        Kind = new(kind),
        Name = kind,
        Status = TraceStatus.Ok,
        StartedAt = LogsWorld.Start.AddSeconds(second),
    };
}
