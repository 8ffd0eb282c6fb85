using System.Diagnostics;
using Flapjack.Sdk.Tests.Streaming.Resumed;

namespace Flapjack.Sdk.Tests.Diagnostics;

/// <summary>What the span of a command tells, however its stream ends.</summary>
public sealed class StreamSpanTests : ResumeTest
{
    private readonly CapturedLog _log = new();

    private protected override void Configure(FlapjackClientOptions options) => options.LoggerFactory = _log.Loggers;

    [Fact]
    public async Task The_span_begins_with_the_first_move_and_ends_with_the_stream()
    {
        using var seen = new Observed();
        var reading = new Reading<ComputerExecEvent>(Events());
        seen.Spans.Should().BeEmpty();
        var move = reading.Move();
        var call = await (await Next(Wired.Post)).Streams(Wired.Started, Wired.Nothing);
        await reading.Arrived<ExecStartedEvent>(move);
        await call.Connection.Write(Wired.Exit(2, """{"ok":false,"exitCode":3,"durationMs":7,"stdoutBytes":12,"stderrBytes":0}"""));
        seen.Spans.Should().BeEmpty();
        await reading.Next<ExecExitEvent>();
        await reading.DisposeAsync();

        var span = seen.Span;
        (span.OperationName, span.Kind, span.Status, span.ParentSpanId).Should().Be(("ExecComputer", ActivityKind.Client, ActivityStatusCode.Unset, seen.Root.SpanId));
        span.TagObjects.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["http.request.method"] = "POST",
            ["server.address"] = "127.0.0.1",
            ["server.port"] = Server.Address.Port,
            ["url.template"] = "/api/agents/{agentId}/computer/exec",
            ["flapjack.agent.id"] = "a1",
            ["flapjack.exec.id"] = "exec_1",
            ["flapjack.exec.outcome"] = "exited",
            ["flapjack.exec.exit_code"] = 3,
            ["flapjack.exec.stdout.bytes"] = 12L,
            ["flapjack.exec.stderr.bytes"] = 0L,
            ["flapjack.exec.truncated"] = false,
            ["flapjack.outcome"] = "completed",
            ["flapjack.attempts"] = 1,
            ["flapjack.resumptions"] = 0,
            ["http.response.status_code"] = 200,
        });
        _log.Messages.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"exitCode":null,"signal":"SIGKILL"}""", "signaled", "completed", ActivityStatusCode.Unset)]
    [InlineData("""{"exitCode":124,"timedOut":true}""", "timed_out", "completed", ActivityStatusCode.Unset)]
    [InlineData("""{"ok":true}""", "unknown", "unknown", ActivityStatusCode.Error)]
    public async Task How_a_command_ended_is_data_unless_nobody_knows_it(string exit, string outcome, string ofCall, ActivityStatusCode status)
    {
        using var seen = new Observed();
        var run = Run();
        await (await Next(Wired.Post)).Cuts(Wired.Started + Wired.Exit(2, exit), Wired.Nothing);
        await run;

        (seen.Span.GetTagItem("flapjack.exec.outcome"), seen.Span.GetTagItem("flapjack.outcome"), seen.Span.Status).Should().Be((outcome, ofCall, status));
        _log.Messages.Should().HaveCount(ofCall == "unknown" ? 1 : 0);
    }

    [Fact]
    public async Task A_stream_that_is_mended_is_one_span_with_every_request_below_it()
    {
        using var seen = new Observed("System.Net.Http");
        await Learn();
        var run = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started + Wired.Stdout(2, "one,"));
        await (await Next(Wired.Resume)).Streams(Wired.After("2"));
        await run;

        var span = seen.Spans.Single(item => item.OperationName == "ExecComputer");
        (span.GetTagItem("flapjack.outcome"), span.GetTagItem("flapjack.attempts"), span.GetTagItem("flapjack.resumptions"), span.Status)
            .Should().Be(("completed", 2, 1, ActivityStatusCode.Unset));
        Observed.EventsOf(span).Should().Equal("resume cut");
        seen.Spans.Count(item => item.Source.Name == "System.Net.Http" && item.ParentSpanId == span.SpanId).Should().Be(2);
        _log.Messages.Should().Equal("The stream of ExecComputer broke (cut) and is opened again (resumption 1).");
    }

    [Fact]
    public async Task A_stream_that_breaks_for_good_is_an_error_and_its_outcome_is_unknown()
    {
        using var seen = new Observed();
        var run = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started, Wired.Nothing);
        await Interrupted(run);

        var span = seen.Span;
        (span.Status, span.StatusDescription, span.GetTagItem("error.type"), span.GetTagItem("flapjack.outcome")).Should().Be(
            (ActivityStatusCode.Error, "FlapjackStreamInterruptedException", "Flapjack.Sdk.FlapjackStreamInterruptedException", "unknown"));
        span.GetTagItem("flapjack.exec.id").Should().Be("exec_1");
        _log.Messages.Should().ContainSingle().Which.Should().StartWith("How ExecComputer ended is unknown (Flapjack.Sdk.FlapjackStreamInterruptedException).");
    }

    [Theory]
    [InlineData("SANDBOX_DESTROYED", "failed", "SANDBOX_DESTROYED")]
    [InlineData("EXEC_OUTCOME_UNKNOWN", "unknown", "EXEC_OUTCOME_UNKNOWN")]
    [InlineData("it broke: cat secret", "failed", "error")]
    public async Task An_error_event_is_an_error(string code, string outcome, string errorType)
    {
        using var seen = new Observed();
        var run = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started + $"event: error\ndata: {{\"code\":\"{code}\",\"detail\":\"d\"}}\n\n", Wired.Nothing);
        await run;

        (seen.Span.Status, seen.Span.GetTagItem("error.type"), seen.Span.GetTagItem("flapjack.outcome")).Should().Be((ActivityStatusCode.Error, errorType, outcome));
    }

    [Fact]
    public async Task A_caller_who_leaves_stops_the_command_within_the_span()
    {
        using var seen = new Observed("System.Net.Http");
        await Learn();
        var reading = new Reading<ComputerExecEvent>(Events());
        var move = reading.Move();
        await (await Next(Wired.Post)).Streams(Wired.Started);
        await reading.Arrived<ExecStartedEvent>(move);

        var left = reading.DisposeAsync();
        await (await Next(Wired.Stop)).Answers(204, "");
        await left;

        var span = seen.Spans.Single(item => item.OperationName == "ExecComputer");
        (span.Status, span.GetTagItem("flapjack.outcome")).Should().Be((ActivityStatusCode.Unset, "left"));
        Observed.EventsOf(span).Should().Equal("stop");
        seen.Spans.Count(item => item.Source.Name == "System.Net.Http" && item.ParentSpanId == span.SpanId).Should().Be(2);
        _log.Messages.Should().Equal("The caller of ExecComputer has left, so what it began is being stopped.");
    }

    [Fact]
    public async Task A_stop_that_fails_is_told()
    {
        using var seen = new Observed();
        await Learn();
        var reading = new Reading<ComputerExecEvent>(Events());
        var move = reading.Move();
        await (await Next(Wired.Post)).Streams(Wired.Started);
        await reading.Arrived<ExecStartedEvent>(move);

        var left = reading.DisposeAsync();
        await (await Next(Wired.Stop)).Answers(404);
        await left;

        Observed.EventsOf(seen.Spans.Single(item => item.OperationName == "ExecComputer")).Should().Equal("stop", "stop_failed 404");
        _log.Messages[^1].Should().Be("What ExecComputer began could not be stopped (404); the service may go on with it.");
    }

    [Fact]
    public async Task A_cancelled_stream_is_no_error()
    {
        using var seen = new Observed();
        using var cancel = new CancellationTokenSource();
        await using var reading = new Reading<ComputerExecEvent>(Events(cancel.Token));
        var move = reading.Move();
        await (await Next(Wired.Post)).Streams(Wired.Started, Wired.Nothing);
        await reading.Arrived<ExecStartedEvent>(move);

        var next = reading.Move();
        await cancel.CancelAsync();
        await Thrown<OperationCanceledException>(next);

        await reading.DisposeAsync();
        (seen.Span.Status, seen.Span.GetTagItem("flapjack.outcome"), seen.Span.GetTagItem("error.type")).Should().Be((ActivityStatusCode.Unset, "cancelled", null));
    }

    [Fact]
    public async Task A_refused_command_is_an_error()
    {
        using var seen = new Observed();
        var run = Exec();
        await (await Next(Wired.Post)).Answers(403, """{"error":"FORBIDDEN"}""");
        await Thrown<FlapjackPermissionException>(run);

        (seen.Span.Status, seen.Span.StatusDescription, seen.Span.GetTagItem("flapjack.outcome")).Should().Be((ActivityStatusCode.Error, "403 FORBIDDEN", "refused"));
    }

    [Fact]
    public async Task An_attached_reader_has_a_span_with_the_id_of_the_command()
    {
        using var seen = new Observed();
        await Learn();
        var run = Client.AttachComputerExecAsync("a1", "exec_1").All();
        await (await Next(Wired.Resume)).Streams(Wired.All);
        await run;

        var span = seen.Spans.Single(item => item.OperationName == "AttachComputerExec");
        (span.GetTagItem("flapjack.exec.id"), span.GetTagItem("flapjack.exec.exit_code"), span.GetTagItem("url.template"))
            .Should().Be(("exec_1", 0, "/api/agents/{agentId}/computer/exec/{execId}"));
    }

    [Fact]
    public async Task A_stream_is_measured()
    {
        using var seen = new Observed();
        await Learn();
        var run = Client.AttachComputerExecAsync("a1", "exec_1").All();
        await (await Next(Wired.Resume)).Cuts(Wired.Started);
        await (await Next(Wired.Resume)).Streams(Wired.After("1"));
        await run;

        // Other tests attach too, at the same time; each of their streams adds as much as it takes away.
        var mine = seen.Measurements.Where(item => item.Operation == "AttachComputerExec").ToArray();
        mine.Select(item => item.Instrument).Distinct().Should().Contain(
        [
            "flapjack.client.operation.duration", "flapjack.client.time_to_first_event", "flapjack.client.resumptions", "flapjack.client.stream.received",
            "flapjack.client.active_streams",
        ]);
        mine.Where(item => item.Instrument == "flapjack.client.stream.received").Select(item => (long)item.Value).Should().Contain([Wired.Started.Length, Wired.After("1").Length]);
    }

    [Fact]
    public async Task The_span_of_the_caller_stays_current_in_its_loop_and_after_it()
    {
        using var seen = new Observed();
        using var other = new Activity("another span of the caller");
        await Learn();
        var reading = Events().GetAsyncEnumerator();
        var move = reading.MoveNextAsync().AsTask();
        Activity.Current.Should().BeSameAs(seen.Root, "the call has begun, and not come back");
        var call = await (await Next(Wired.Post)).Streams(Wired.Started + Wired.Stdout(2, "one,"));
        await move.Soon();
        Activity.Current.Should().BeSameAs(seen.Root);

        // From here on the caller is in another span.
        other.Start();
        await reading.MoveNextAsync();
        Activity.Current.Should().BeSameAs(other);
        var rest = reading.MoveNextAsync().AsTask();
        call.Connection.Close();
        var resumed = await Next(Wired.Resume);
        resumed.Header("traceparent")![3..35].Should().Be($"{seen.Root.TraceId}");
        await resumed.Streams(Wired.After("2"));
        await rest.Soon();
        Activity.Current.Should().BeSameAs(other);
        other.Stop();

        // And it ends in no span at all, on another thread.
        Task end;
        using (ExecutionContext.SuppressFlow())
        {
            end = Task.Run(async () =>
            {
                Activity.Current.Should().BeNull();
                while (await reading.MoveNextAsync())
                {
                }

                await reading.DisposeAsync();
                Activity.Current.Should().BeNull();
            });
        }

        await end;

        var span = seen.Spans.Single(item => item.OperationName == "ExecComputer");
        (span.ParentSpanId, span.GetTagItem("flapjack.resumptions"), span.GetTagItem("flapjack.exec.exit_code")).Should().Be((seen.Root.SpanId, 1, 0));
        resumed.Header("traceparent").Should().NotContain(other.SpanId.ToString());
    }
}
