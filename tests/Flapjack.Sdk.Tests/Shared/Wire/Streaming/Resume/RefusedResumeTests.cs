using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

public sealed class RefusedResumeTests : ResumeTest
{
    [Theory]
    [InlineData(410, "RESUME_GAP", typeof(FlapjackApiException))]
    [InlineData(410, "EXEC_EXPIRED", typeof(FlapjackApiException))]
    [InlineData(410, "SANDBOX_DESTROYED", typeof(ComputerDestroyedException))]
    [InlineData(404, "NOT_FOUND", typeof(FlapjackNotFoundException))]
    [InlineData(401, "UNAUTHORIZED", typeof(FlapjackAuthenticationException))]
    [InlineData(403, "FORBIDDEN", typeof(FlapjackPermissionException))]
    [InlineData(400, "INVALID_LAST_EVENT_ID", typeof(FlapjackValidationException))]
    [InlineData(307, "MOVED", typeof(FlapjackApiException))]
    public async Task A_refusal_ends_it_with_what_is_known_and_the_refusal_inside(int status, string code, Type type)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started + Wired.Stdout(2, "one,"));
        await (await Next(Wired.Resume)).Answers(status, $$"""{"error":"{{code}}","detail":"because"}""");

        var thrown = await Interrupted(events);

        thrown.InnerException.Should().BeOfType(type);
        thrown.InnerException.As<FlapjackApiException>().ErrorCode.Should().Be(code);
        thrown.ExecId.Should().Be("exec_1");
        thrown.LastEventId.Should().Be("2");
        thrown.BytesReceived.Should().Be((Wired.Started + Wired.Stdout(2, "one,")).Length);
        thrown.Message.Should().Contain("because").And.NotContain(TestClient.Key);
        thrown.Message.Should().Contain("/exec (exec_1) ended after ").And.Contain("it could not be opened again (");
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task Of_a_stream_that_was_never_open_it_says_neither_again_nor_an_id()
    {
        await Learn();
        var events = Exec();
        (await Next(Wired.Post)).Connection.Reset();
        await (await Next(Wired.Post)).Answers(404, """{"error":"NOT_FOUND"}""");

        var thrown = await Interrupted(events);

        thrown.Message.Should().Contain("/exec ended after 0 bytes without its last event: it could not be opened (");
        thrown.ExecId.Should().BeNull();
    }

    [Fact]
    public async Task An_output_that_is_no_longer_kept_is_no_computer_that_is_gone()
    {
        var events = Exec();
        await (await Next()).Cuts(Wired.Started);
        await (await Next()).Answers(410, """{"error":"RESUME_GAP"}""");

        (await Interrupted(events)).Message.Should().NotContain("CreateAgentFromTemplateAsync");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task A_failure_or_a_limit_is_tried_again(int status)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        await (await Next(Wired.Resume)).Answers(status);

        await (await Next(Wired.Resume)).Streams(Wired.After("1"));

        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Fact]
    public async Task A_server_that_is_gone_for_good_is_an_unknown_outcome()
    {
        var events = Exec();
        var post = await Next(Wired.Post);
        await post.Streams(Wired.Started);
        await Server.DisposeAsync();

        var thrown = await Interrupted(events);

        thrown.InnerException.Should().BeOfType<FlapjackConnectionException>().Which.Attempts.Should().Be(1);
        thrown.ExecId.Should().Be("exec_1");
    }

    [Theory]
    [InlineData("text/html", "<html>Sign in</html>")]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "")]
    public async Task A_success_that_is_no_stream_ends_it(string type, string body)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        await (await Next(Wired.Resume)).Answers(200, body, Wired.Nothing, type);

        var thrown = await Interrupted(events);

        thrown.InnerException.Should().BeOfType<FlapjackProtocolException>().Which.Raw.Should().Be(body);
        thrown.ExecId.Should().Be("exec_1");
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task A_reader_that_was_too_slow_is_told_so_inside_the_stream()
    {
        var frames = Wired.Started + Wired.Stdout(2, "one,");
        var gap = "event: error\ndata: {\"code\":\"RESUME_GAP\",\"detail\":\"Frames 3 to 9 are no longer kept.\"}\n\n";
        var events = Exec();
        await (await Next(Wired.Post)).Streams(frames + gap);

        var thrown = await Interrupted(events);

        (thrown.ExecId, thrown.LastEventId, thrown.BytesReceived).Should().Be(("exec_1", "2", (frames + gap).Length));
        thrown.Message.Should().Contain("Frames 3 to 9 are no longer kept.");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task So_is_one_to_whom_the_service_says_no_more()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Streams(Wired.Started + "event: error\ndata: {\"code\":\"RESUME_GAP\"}\n\n");

        (await Interrupted(events)).Message.Should().Contain("without its last event: it was read too slowly. What the service did");
    }

    [Fact]
    public async Task A_terminal_error_after_a_resumption_is_delivered_whether_or_not_it_has_a_number()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started + Wired.Stdout(2, "one,"));
        await (await Next(Wired.Resume)).Streams("event: error\ndata: {\"code\":\"SANDBOX_DESTROYED\"}\n\n");

        (await events)[^1].Should().BeOfType<ExecErrorEvent>().Which.Code.Should().Be("SANDBOX_DESTROYED");
    }
}
