namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>Where there is nothing to stop, or nobody who could.</summary>
public sealed class NoStopTests : ResumeTest
{
    [Theory]
    [InlineData(Wired.Nothing)]
    [InlineData("Flapjack-Extensions: idempotent-exec, resume, detach, exact-output\r\n")]
    public async Task A_server_that_does_not_announce_stop_gets_none(string headers)
    {
        using var cancel = new CancellationTokenSource();
        await using var events = new Reading<ComputerExecEvent>(Events(cancel.Token));
        var first = events.Move();
        var post = await (await Next()).Streams(Wired.Started, headers);
        await first;

        await cancel.CancelAsync();

        await Thrown<OperationCanceledException>(events.Move());
        await post.Connection.ClosedByClient();
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_command_that_has_ended_gets_none()
    {
        var events = new Reading<ComputerExecEvent>(Events());
        var first = events.Move();
        await (await Next()).Streams(Wired.Exit(1));
        await events.Arrived<ExecExitEvent>(first);

        await events.DisposeAsync();

        (await Server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData("SANDBOX_DESTROYED")]
    [InlineData("EXEC_OUTCOME_UNKNOWN")]
    public async Task Nor_one_of_which_the_server_has_said_its_last_word(string code)
    {
        var events = Exec();
        await (await Next()).Streams(Wired.Started + $"id: 2\nevent: error\ndata: {{\"code\":\"{code}\"}}\n\n");

        (await events).Should().HaveCount(2);

        (await Server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(422)]
    [InlineData(429)]
    public async Task Nor_one_that_was_refused(int status)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Answers(status);

        ((int)(await Thrown<FlapjackApiException>(events)).StatusCode).Should().Be(status);

        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task Nor_one_whose_output_came_wrong_after_it_had_ended()
    {
        var exit = """{"ok":true,"exitCode":0,"stdoutBytes":5,"stdoutSha256":"00","stderrBytes":0,"stderrSha256":"00"}""";
        var events = Exec();
        await (await Next()).Streams(Wired.Started + Wired.Exit(2, exit));

        await Thrown<FlapjackProtocolException>(events);

        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task Nor_one_that_was_never_sent()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Thrown<OperationCanceledException>(Exec(cancel.Token));

        (await Server.CountConnections()).Should().Be(0);
    }

    [Fact]
    public async Task Nor_one_that_was_never_enumerated()
    {
        await new Reading<ComputerExecEvent>(Events()).DisposeAsync();

        (await Server.CountConnections()).Should().Be(0);
    }

    [Fact]
    public async Task Nor_one_that_could_not_be_picked_up_again()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        await (await Next(Wired.Resume)).Answers(410, """{"error":"RESUME_GAP"}""");

        await Interrupted(events);

        (await Server.CountConnections()).Should().Be(2);
    }
}
