using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Diagnostics;

/// <summary>What the span of a command tells of its waits.</summary>
public sealed class QueueSpanTests : WireTest
{
    private const string Path = "/api/agents/a1/computer/exec";

    private readonly TestClock _clock = new();
    private readonly CapturedLog _log = new();

    [Fact]
    public async Task The_wait_for_a_turn_under_the_quota_is_told_and_measured()
    {
        using var seen = new Observed();
        Wire.Answers(Path, new Answer(429, """{"error":"RATE_LIMITED","reason":"AGENT"}""").With("Retry-After", "45"), Answer.Events(Frames.Exec));
        using var governor = new FlapjackQuotaGovernor(new() { TimeProvider = _clock });
        var client = ClientWith(options => (options.QuotaGovernor, options.TimeProvider, options.LoggerFactory) = (governor, _clock, _log.Loggers));

        var run = client.RunComputerAsync("a1", new() { Command = "x" });
        await _clock.Armed(TimeSpan.FromSeconds(45));
        (await _log.NextAsync()).Should().StartWith("Information: ExecComputer waits");
        _clock.Advance(TimeSpan.FromSeconds(45));
        await run.Soon();

        (seen.Span.GetTagItem("flapjack.queue.duration"), seen.Span.GetTagItem("flapjack.attempts"), seen.Span.GetTagItem("flapjack.outcome")).Should().Be((45.0, 2, "completed"));
        Observed.EventsOf(seen.Span).Should().Equal("queue");
        _log.Messages.Should().Equal("ExecComputer waits for its turn under the quota.");
        seen.Measurements.Should().Contain(item => item.Instrument == "flapjack.client.queue.duration" && Equals(item.Value, 45.0));
        var lengths = seen.Measurements.Where(item => item.Instrument == "flapjack.client.queue.length").Select(item => item.Value).ToArray();
        lengths.Should().Contain([1L, -1L]);
        seen.Measurements.Should().Contain(item => item.Instrument == "flapjack.client.rate_limited" && item.Operation == "ExecComputer");
    }

    [Fact]
    public async Task The_wait_for_the_computer_is_told_with_what_it_asked_below_it()
    {
        using var seen = new Observed();
        Wire.Answers(Path, new Answer(409, """{"error":"SANDBOX_NOT_READY"}"""), Answer.Events(Frames.Exec));
        Wire.Answers("/api/agents/a1/computer/status", """{"computer":{"status":"ready"}}""");
        var client = ClientWith(options => options.LoggerFactory = _log.Loggers);

        await client.RunComputerAsync("a1", new() { Command = "x", WaitForReady = true }).Soon();

        var span = seen.Spans.Single(item => item.OperationName == "ExecComputer");
        span.GetTagItem("flapjack.ready.duration").Should().BeOfType<double>().Which.Should().BeGreaterThan(0);
        Observed.EventsOf(span).Should().Equal("wait_for_computer");
        seen.Spans.Single(item => item.OperationName == "GetComputerStatus").ParentSpanId.Should().Be(span.SpanId);
        _log.Messages.Should().Equal("ExecComputer waits until the computer takes commands.");
    }

    [Fact]
    public async Task A_wait_for_a_computer_is_a_span_above_the_calls_that_it_makes()
    {
        using var seen = new Observed();
        Wire.Answers("/api/agents/a1/computer/status", Answer.Json("""{"computer":{"status":"bootstrapping"}}"""), Answer.Json("""{"computer":{"status":"ready"}}"""));
        Wire.Answers("/api/agents/a1/computer/bootstrap/stream", Answer.Events("event: done\ndata: {\"status\":\"ready\",\"exitCode\":0}\n\n"));

        await Client.WaitUntilComputerReadyAsync("a1").Soon();

        var wait = seen.Spans.Single(item => item.OperationName == "WaitUntilComputerReady");
        wait.GetTagItem("flapjack.agent.id").Should().Be("a1");
        seen.Spans.Where(item => item.ParentSpanId == wait.SpanId).Select(item => item.OperationName).Should().Equal("GetComputerStatus", "StreamBootstrap", "GetComputerStatus");
    }
}
