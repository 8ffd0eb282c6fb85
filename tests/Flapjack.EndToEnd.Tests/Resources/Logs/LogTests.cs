using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Logs;

/// <summary>Traces and analytics through the client, each test in an organization of its own.</summary>
public sealed class LogTests : IClassFixture<LogTests.StoringBackend>, IDisposable
{
    private readonly StoringBackend _backend;
    private readonly FlapjackClient _client;
    private readonly StoredTraces _stored;

    public LogTests(StoringBackend backend)
    {
        _backend = backend;
        var org = Guid.NewGuid().ToString();
        _client = backend.ClientOf(org);
        _stored = new(backend.DataDirectory, org);
    }

    public void Dispose()
    {
        _stored.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task All_traces_are_listed_once_each_over_many_pages_while_others_begin()
    {
        _stored.AddTraces(450, "first");
        var listed = new List<FlapjackTrace>();

        await foreach (var trace in _client.ListTracesAsync(new() { Limit = 100, Query = "FIRST", Status = TraceStatus.Ok }, Limit.Token))
        {
            listed.Add(trace);
            if (listed.Count % 100 == 1)
            {
                _stored.AddTraces(10, "second");
            }
        }

        listed.Should().HaveCount(450).And.OnlyContain(trace => trace.Name == "first" && trace.DurationMs == 1500 && trace.Tags.Single() == "nightly");
        listed.Select(trace => trace.Id).Should().OnlyHaveUniqueItems();
        (await _client.ListTracesAsync(cancellationToken: Limit.Token).CountAsync()).Should().Be(500);
    }

    [Fact]
    public async Task Pages_are_read_by_hand()
    {
        _stored.AddTraces(3, "turn");

        var first = await _client.GetTracePageAsync(new() { Limit = 2 }, cancellationToken: Limit.Token);
        var second = await _client.GetTracePageAsync(new() { Limit = 2 }, first.NextCursor, Limit.Token);

        (first.Traces.Count, second.Traces.Count, second.NextCursor).Should().Be((2, 1, null));
        var broken = () => _client.GetTracePageAsync(cursor: "nowhere", cancellationToken: Limit.Token);
        (await broken.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_CURSOR");
    }

    [Fact]
    public async Task A_trace_is_read_as_a_tree()
    {
        var id = Guid.NewGuid().ToString();
        _stored.AddTrace(id, "turn");
        _stored.AddSpan(id, "s1", null, "agent");
        _stored.AddSpan(id, "s2", "s1", "llm");
        _stored.AddSpan(id, "s3", "s1", "tool");

        var trace = await _client.GetTraceAsync(id, Limit.Token);

        (trace.Trace!.SpanCount, trace.Trace.LlmCallCount, trace.Trace.ToolCallCount, trace.Trace.TotalOutputTokens, trace.Trace.TotalCostUsd).Should().Be((3, 1, 1, 21, 0.000315m));
        var root = trace.BuildSpanTree().Should().ContainSingle().Which;
        (root.Span.Kind, root.Span.Model).Should().Be((TraceSpanKind.Agent, null));
        root.Children.Select(node => (node.Span.Id, node.Span.Kind)).Should().Equal(("s2", TraceSpanKind.Llm), ("s3", TraceSpanKind.Tool));
        (root.Children[0].Span.Model, root.Children[0].Span.CostUsd, root.Children[0].Span.Output!.Value.GetString()).Should().Be(("gpt-5.4", 0.000105m, "Hello"));
    }

    [Fact]
    public async Task A_step_of_a_run_is_found_by_its_run_and_read_as_a_tree()
    {
        var runner = await _client.CreateRunnerAsync(new() { Name = "Nightly" }, Limit.Token);
        var run = await _client.TriggerRunAsync(runner.Id, cancellationToken: Limit.Token);
        var id = Guid.NewGuid().ToString();
        _stored.AddTrace(Guid.NewGuid().ToString(), "turn");
        _stored.AddTrace(id, "Ask", runner.Id, run.Id);
        _stored.AddSpan(id, $"{id}-1", null, "runner_step");
        _stored.AddSpan(id, $"{id}-2", $"{id}-1", "agent");
        _stored.AddSpan(id, $"{id}-3", $"{id}-2", "llm");

        var found = await _client.ListTracesAsync(new() { RunnerId = runner.Id, RunId = run.Id }, Limit.Token).ToListAsync(Limit.Token);
        var trace = await _client.GetTraceAsync(found.Single().Id, Limit.Token);

        (trace.Trace!.Id, trace.Trace.Name, trace.Trace.RunnerId, trace.Trace.RunId).Should().Be((id, "Ask", runner.Id, run.Id));
        var step = trace.BuildSpanTree().Should().ContainSingle().Which;
        var agent = step.Children.Should().ContainSingle().Which;
        (step.Span.Kind, agent.Span.Kind, agent.Children.Single().Span.Kind).Should().Be((TraceSpanKind.RunnerStep, TraceSpanKind.Agent, TraceSpanKind.Llm));
    }

    [Fact]
    public async Task Another_organizations_trace_is_forbidden()
    {
        var id = Guid.NewGuid().ToString();
        _stored.AddTrace(id, "turn");
        using var stranger = _backend.ClientOf(Guid.NewGuid().ToString());

        await stranger.Invoking(client => client.GetTraceAsync(id, Limit.Token)).Should().ThrowAsync<FlapjackPermissionException>();
        (await stranger.ListTracesAsync(cancellationToken: Limit.Token).CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Analytics_have_every_section_before_anything_was_used()
    {
        var analytics = await _client.GetAnalyticsAsync(AnalyticsPeriod.Days7, cancellationToken: Limit.Token);

        (analytics.Period!.Days, analytics.Period.End - analytics.Period.Start).Should().Be((7, TimeSpan.FromDays(7)));
        analytics.Daily.Select(day => day.Day).Should().Equal(Enumerable.Range(0, 7).Select(n => analytics.Period.Start?.AddDays(n)));
        (analytics.Summary!.TotalTurns, analytics.Summary.EstimatedCostUsd, analytics.ByAgent.Count).Should().Be((0, 0, 0));
        var unknown = () => _client.GetAnalyticsAsync(agentId: Guid.NewGuid().ToString(), cancellationToken: Limit.Token);
        await unknown.Should().ThrowAsync<FlapjackNotFoundException>();
    }

    /// <summary>A backend that keeps its database in a file, which a test can write to.</summary>
    public sealed class StoringBackend : IAsyncLifetime, IDisposable
    {
        private readonly TempFolder _folder = new();
        private FlapjackBackend _backend = null!;

        public string DataDirectory => _folder.Path;

        public async Task InitializeAsync() => _backend = await FlapjackBackend.StartAsync(new() { Port = null, DataDirectory = _folder.Path });

        public async Task DisposeAsync() => await _backend.DisposeAsync();

        public void Dispose() => _folder.Dispose();

        public FlapjackClient ClientOf(string orgId) => _backend.CreateClient(options =>
        {
            options.ApiKey = _backend.CreateApiKey(orgId);
            options.TimeProvider = new UnhurriedClock();
        });
    }
}
