using System.Net;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>A command that another process has started, read by its id.</summary>
public sealed class AttachedExecTests : ResumeTest, IDisposable
{
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose() => _cancel.Dispose();

    [Fact]
    public async Task What_follows_the_stored_event_is_read_and_each_event_tells_its_id()
    {
        await Learn();
        var events = Attach("2");

        var get = await Next(Wired.Resume);

        get.Header("Last-Event-ID").Should().Be("2");
        get.Header("Accept").Should().Be("text/event-stream");
        get.Header("Idempotency-Key").Should().BeNull();
        get.Header("Flapjack-Detach-Seconds").Should().Be("30");
        await get.Streams(Wired.After("2"));
        (await events).Select(e => e.EventId).Should().Equal("3", "4", "5");
        Wired.Output(await events).Should().Be("two,three,");
    }

    [Fact]
    public async Task Without_a_stored_event_all_of_it_is_read()
    {
        await Learn();
        var events = Attach();

        var get = await Next(Wired.Resume);

        get.Header("Last-Event-ID").Should().BeNull();
        await get.Streams(Wired.All);
        (await events).Should().HaveCount(5);
        (await events)[0].Should().BeOfType<ExecStartedEvent>().Which.EventId.Should().Be("1");
    }

    [Fact]
    public async Task A_server_of_which_nothing_is_known_is_asked_first_and_once()
    {
        var events = Attach("4");
        await (await Next(Wired.Status)).Answers(200);
        await (await Next(Wired.Resume)).Streams(Wired.After("4"));
        (await events).Should().ContainSingle();

        var again = Attach("4");

        await (await Next(Wired.Resume)).Streams(Wired.After("4"));
        (await again).Should().ContainSingle();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Flapjack-Extensions: idempotent-exec, detach, stop\r\n")]
    public async Task A_server_that_has_not_announced_resume_is_sent_nothing(string headers)
    {
        await Learn(headers);

        var thrown = await Thrown<FlapjackNotAnnouncedException>(Attach("2"));

        thrown.Extension.Should().Be("resume");
        thrown.Message.Should().Contain("AttachComputerExecAsync").And.Contain("'resume'").And.Contain("Nothing was sent");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData(401, typeof(FlapjackAuthenticationException))]
    [InlineData(500, typeof(FlapjackApiException))]
    public async Task A_server_that_can_not_be_asked_is_told_as_it_is(int status, Type type)
    {
        using var client = TestClient.At(Server.Address, options => options.MaxRetries = 0);
        var events = client.AttachComputerExecAsync("a1", "exec_1").All();
        await (await Next(Wired.Status)).Answers(status, headers: Wired.Nothing);

        (await Thrown<FlapjackApiException>(events)).Should().BeOfType(type);

        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_refusal_announces_too_and_the_call_itself_is_refused()
    {
        var events = Attach();
        await (await Next(Wired.Status)).Answers(404);
        await (await Next(Wired.Resume)).Answers(404, """{"error":"NOT_FOUND","detail":"There is no command 'exec_1' on this agent's computer."}""");

        (await Thrown<FlapjackNotFoundException>(events)).Message.Should().Contain("There is no command 'exec_1'");
    }

    [Theory]
    [InlineData("EXEC_EXPIRED")]
    [InlineData("RESUME_GAP")]
    public async Task What_is_no_longer_kept_is_told_by_its_code(string code)
    {
        await Learn();
        var events = Attach("2");
        await (await Next(Wired.Resume)).Answers(410, $$"""{"error":"{{code}}","detail":"It is no longer kept."}""");

        var thrown = await Thrown<FlapjackApiException>(events);

        thrown.Should().BeOfType<FlapjackApiException>("the computer is not destroyed");
        (thrown.ErrorCode, thrown.StatusCode, thrown.Detail).Should().Be((code, HttpStatusCode.Gone, "It is no longer kept."));
    }

    [Fact]
    public async Task An_event_that_was_never_sent_is_a_validation_error()
    {
        await Learn();
        var events = Attach("99");
        await (await Next(Wired.Resume)).Answers(400, """{"error":"INVALID_LAST_EVENT_ID"}""");

        (await Thrown<FlapjackValidationException>(events)).ErrorCode.Should().Be("INVALID_LAST_EVENT_ID");
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Since_reading_changes_nothing_it_is_sent_again_after_a_transient_failure(int status)
    {
        await Learn();
        var events = Attach("4");
        await (await Next(Wired.Resume)).Answers(status, headers: Wired.Announced + "Retry-After: 0\r\n");

        var again = await Next(Wired.Resume);

        again.Header("Last-Event-ID").Should().Be("4");
        await again.Streams(Wired.After("4"));
        (await events).Should().ContainSingle();
    }

    [Theory]
    [InlineData("", "2")]
    [InlineData(": open\n\n", "2")]
    [InlineData("id: 3\nevent: stdout\ndata: {\"chunk\":\"two,\"}\n\n", "3")]
    [InlineData("id: 3\nevent: stdout\ndata: {\"chunk\":\"two,\"}\n\nid: 4\nevent: stdout\nda", "3")]
    public async Task A_break_is_mended_behind_the_last_event(string frames, string last)
    {
        await Learn();
        var events = Attach("2");
        await (await Next(Wired.Resume)).Cuts(frames);

        var resume = await Next(Wired.Resume);

        resume.Header("Last-Event-ID").Should().Be(last);
        await resume.Streams(Wired.After(last));
        Wired.Output(await events).Should().Be("two,three,");
    }

    [Fact]
    public async Task Events_that_the_caller_has_do_not_come_again_and_missing_ones_are_asked_for()
    {
        await Learn();
        var events = Attach("2");
        await (await Next(Wired.Resume)).Streams(Wired.Stdout(2, "one,") + Wired.Stdout(4, "three,"));

        var resume = await Next(Wired.Resume);

        resume.Header("Last-Event-ID").Should().Be("2");
        await resume.Streams(Wired.After("2"));
        Wired.Output(await events).Should().Be("two,three,");
    }

    [Fact]
    public async Task A_break_that_can_not_be_mended_tells_where_to_go_on()
    {
        using var client = TestClient.At(Server.Address, options => options.MaxRetries = 0);
        var events = client.AttachComputerExecAsync("a1", "exec_1", "2").All();
        await (await Next(Wired.Status)).Answers(200);
        var get = await Next(Wired.Resume);
        get.Header("Flapjack-Detach-Seconds").Should().BeNull("this client would not come back");
        await get.Cuts(Wired.Stdout(3, "two,"));

        var thrown = await Interrupted(events);

        (thrown.ExecId, thrown.LastEventId).Should().Be(("exec_1", "3"));
        thrown.Message.Should().StartWith($"The exec stream of {Wired.Resume} (exec_1) ended after ");
    }

    [Fact]
    public async Task A_server_that_breaks_every_attempt_is_told_as_it_is_since_reading_does_nothing()
    {
        await Learn();
        var events = Attach("2");
        for (var i = 0; i < 4; i++)
        {
            (await Next(Wired.Resume)).Connection.Reset();
        }

        (await Thrown<FlapjackConnectionException>(events)).Attempts.Should().Be(4);

        (await Server.CountConnections()).Should().Be(5);
    }

    [Fact]
    public async Task Leaving_the_loop_ends_the_reading_and_stops_nothing()
    {
        await Learn();
        var events = new Reading<ComputerExecEvent>(Client.AttachComputerExecAsync("a1", "exec_1"));
        var first = events.Move();
        var get = await (await Next(Wired.Resume)).Streams(Wired.Started);
        await events.Arrived<ExecStartedEvent>(first);

        await events.DisposeAsync();

        await get.Connection.ClosedByClient();
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task So_does_a_cancellation()
    {
        await Learn();
        await using var events = new Reading<ComputerExecEvent>(Client.AttachComputerExecAsync("a1", "exec_1", cancellationToken: _cancel.Token));
        var first = events.Move();
        var get = await (await Next(Wired.Resume)).Streams(Wired.Started);
        await events.Arrived<ExecStartedEvent>(first);
        var next = events.Move();

        await _cancel.CancelAsync();

        await Thrown<OperationCanceledException>(next);
        await get.Connection.ClosedByClient();
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task A_cancellation_by_WithCancellation_carries_that_token()
    {
        using var other = new CancellationTokenSource();
        await Learn();
        await using var events = Client.AttachComputerExecAsync("a1", "exec_1", cancellationToken: other.Token).GetAsyncEnumerator(_cancel.Token);
        var first = events.MoveNextAsync();
        await (await Next(Wired.Resume)).Streams();

        await _cancel.CancelAsync();

        (await Thrown<OperationCanceledException>(first.AsTask())).CancellationToken.Should().Be(_cancel.Token);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("2", false)]
    public async Task The_hash_is_checked_only_of_output_that_is_read_from_its_beginning(string? after, bool isChecked)
    {
        const string Exit = """{"ok":true,"exitCode":0,"stdoutBytes":99,"stdoutSha256":"00"}""";
        await Learn();
        var events = Attach(after);
        await (await Next(Wired.Resume)).Streams(string.Concat(Wired.Frames[int.Parse(after ?? "0")..4]) + Wired.Exit(5, Exit));

        if (isChecked)
        {
            await Thrown<FlapjackProtocolException>(events);
        }
        else
        {
            (await events).Should().HaveCount(3);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 2")]
    [InlineData("2\r\nX: y")]
    [InlineData("é")]
    public void An_event_id_that_no_header_can_carry_is_refused_at_the_call(string after)
    {
        var attach = () => Client.AttachComputerExecAsync("a1", "exec_1", after);

        attach.Should().Throw<ArgumentException>().WithParameterName(nameof(after));
    }

    [Theory]
    [InlineData("", "exec_1", "agentId")]
    [InlineData("a1", " ", "execId")]
    public void An_id_that_is_missing_is_refused_at_the_call(string agentId, string execId, string parameter)
    {
        var attach = () => Client.AttachComputerExecAsync(agentId, execId);
        var stop = () => { _ = Client.StopComputerExecAsync(agentId, execId); };

        attach.Should().Throw<ArgumentException>().WithParameterName(parameter);
        stop.Should().Throw<ArgumentException>().WithParameterName(parameter);
    }

    private Task<List<ComputerExecEvent>> Attach(string? after = null) => Client.AttachComputerExecAsync("a1", "exec_1", after).All();
}
