using System.Diagnostics;
using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Runs;

namespace Flapjack.ReferenceBackend.Tests.Telemetry;

/// <summary>A run and its steps belong to the trace of what has started the run, also after a restart.</summary>
public sealed class RunTracingTests : IDisposable
{
    private const string Source = FlapjackBackendDiagnostics.SourceName;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_a_span_with_its_steps_below_it()
    {
        using var spans = new CapturedSpans(Source, CapturedSpans.Server);
        await using var backend = await StartAsync(TestStep.Says("condition", "1"), new("webhook", _ => StepOutcome.Failed("BROKEN", "marked")));
        var room = await RunRoom.CreateAsync(backend, """{"kind":"condition"}""", """{"kind":"webhook"}""");

        var runId = (await backend.PostAsync($"/api/runners/{room.RunnerId}/runs", "{}", spans.Header)).Text("id");

        var run = await spans.WaitForAsync("flapjack.run");
        var request = await spans.WaitForAsync("Microsoft.AspNetCore.Hosting.HttpRequestIn");
        var steps = spans.Named("flapjack.run.step");
        (request.ParentSpanId, run.ParentSpanId).Should().Be((spans.CallerId, request.SpanId));
        steps.Should().HaveCount(2).And.OnlyContain(step => step.ParentSpanId == run.SpanId);
        Tags(run).Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["flapjack.run.id"] = runId,
            ["flapjack.runner.id"] = room.RunnerId,
            ["flapjack.run.origin"] = "api",
            ["flapjack.run.status"] = "failed",
            ["error.type"] = "BROKEN",
        });
        steps.Select(step => (step.GetTagItem("flapjack.run.step.kind"), step.GetTagItem("flapjack.run.step.outcome"), step.Status))
            .Should().Equal(("condition", "completed", ActivityStatusCode.Unset), ("webhook", "failed", ActivityStatusCode.Error));
    }

    [Fact]
    public async Task A_run_that_the_next_process_goes_on_with_belongs_to_the_same_trace()
    {
        using var spans = new CapturedSpans(Source);
        var hanging = TestStep.Hangs("webhook");
        await using (var first = await StartAsync(hanging))
        {
            var room = await RunRoom.CreateAsync(first, """{"kind":"webhook","safeToRepeat":true}""");
            await first.PostAsync($"/api/runners/{room.RunnerId}/runs", "{}", spans.Header);
            await Eventually.HoldsAsync(() => hanging.Calls.Count == 1, "the step runs");
        }

        await using var next = await StartAsync(TestStep.Says("webhook", "1"));

        var runs = await spans.WaitForAsync("flapjack.run", 2);
        runs.Should().OnlyContain(run => run.ParentSpanId == spans.CallerId);
        runs.Select(run => run.GetTagItem("flapjack.run.status")).Should().Equal("interrupted", "completed");
    }

    [Fact]
    public async Task What_a_step_of_a_run_runs_belongs_to_the_step_and_knows_the_trace()
    {
        using var spans = new CapturedSpans(Source);
        await using var backend = await StartAsync();
        var agent = await backend.CreateReadyAgentAsync();
        var room = await RunRoom.CreateAsync(backend, $$$"""{"kind":"computer","agentId":"{{{agent}}}","config":{"command":"printf %s \"$TRACEPARENT\""}}""");

        var runId = (await backend.PostAsync($"/api/runners/{room.RunnerId}/runs", "{}", spans.Header)).Text("id");

        var run = await room.EndOfAsync(runId);
        var exec = await spans.WaitForAsync("flapjack.exec");
        exec.ParentSpanId.Should().Be((await spans.WaitForAsync("flapjack.run.step")).SpanId);
        run.Body.Should().Contain($"00-{spans.TraceId}-{exec.SpanId}-01");
    }

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary();

    private Task<TestBackend> StartAsync(params TestStep[] kinds) => TestBackend.StartAsync(options =>
    {
        options.DataDirectory = _folder.Path;
        foreach (var kind in kinds)
        {
            options.StepKinds.Add(kind);
        }
    });
}
