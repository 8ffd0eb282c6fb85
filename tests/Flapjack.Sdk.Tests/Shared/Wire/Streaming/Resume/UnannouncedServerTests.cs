namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>The hosted service, as far as anybody knows.</summary>
public sealed class UnannouncedServerTests : ResumeTest
{
    [Fact]
    public async Task Whatever_came_before_a_cut_is_told()
    {
        var frames = Wired.Started + Wired.Stdout(2, "ü");
        await using var events = new Reading<ComputerExecEvent>(Events());
        var first = events.Move();
        await (await Next(Wired.Post)).Cuts(frames + "id: 3\nevent: stdout\n", Wired.Nothing);
        await events.Arrived<ExecStartedEvent>(first);
        await events.Next<ExecStdoutEvent>();

        var thrown = await Interrupted(events.Move());

        thrown.ExecId.Should().Be("exec_1");
        thrown.LastEventId.Should().Be("2");
        thrown.BytesReceived.Should().Be(frames.Length + 1 + "id: 3\nevent: stdout\n".Length);
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task Key_and_detach_are_sent_all_the_same()
    {
        var events = Exec();

        var post = await Next(Wired.Post);

        Guid.TryParse(post.Key, out _).Should().BeTrue();
        post.Header("Flapjack-Detach-Seconds").Should().Be("30");
        await post.Streams(Wired.All, Wired.Nothing);
        (await events).Should().HaveCount(5);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task A_failure_is_not_repeated(int status)
    {
        await Learn(Wired.Nothing);
        var events = Exec();
        await (await Next(Wired.Post)).Answers(status, headers: Wired.Nothing + "Retry-After: 0\r\n");

        ((int)(await Thrown<FlapjackApiException>(events)).StatusCode).Should().Be(status);

        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task A_failure_of_a_server_of_which_nothing_is_known_is_not_repeated_either()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Answers(503, headers: Wired.Nothing);
        await (await Next(Wired.Status)).Answers(200, headers: Wired.Nothing);

        ((int)(await Thrown<FlapjackApiException>(events)).StatusCode).Should().Be(503);

        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task A_429_did_nothing_and_is_repeated_with_the_same_key()
    {
        var events = Exec();
        var refused = await Next(Wired.Post);
        await refused.Answers(429, headers: "Retry-After: 0\r\n");

        var again = await Next(Wired.Post);

        (again.Key, again.Body).Should().Be((refused.Key, refused.Body));
        await again.Streams(Wired.All, Wired.Nothing);
        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task No_connection_did_nothing_and_says_so()
    {
        await Server.DisposeAsync();

        var thrown = await Thrown<FlapjackConnectionException>(Exec());

        thrown.RequestMayHaveArrived.Should().BeFalse();
        thrown.Attempts.Should().Be(4);
    }

    [Theory]
    [InlineData("id: 7\n", "7")]
    [InlineData("id: 7\nid: a\0b\n", "7")] // by the standard, an id with NUL is none
    [InlineData("id: abc-é\n", "abc-é")]
    [InlineData("id\n", null)]
    [InlineData("id: 0\n", "0")]
    [InlineData("id: 18446744073709551616\n", "18446744073709551616")]
    [InlineData("", null)]
    public async Task Ids_of_any_form_are_taken_as_they_come(string id, string? expected)
    {
        var events = Exec();
        await (await Next()).Cuts($"{id}event: exec_started\ndata: {{\"execId\":\"e\"}}\n\n", Wired.Nothing);

        (await Interrupted(events)).LastEventId.Should().Be(expected);
    }

    [Fact]
    public async Task Numbers_that_jump_or_repeat_are_the_server_s_own_business()
    {
        var events = Exec();
        await (await Next()).Streams(Wired.Stdout(9, "a") + Wired.Stdout(9, "b") + Wired.Stdout(3, "c") + Wired.Exit(40), Wired.Nothing);

        Wired.Output(await events).Should().Be("abc");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_bootstrap_that_was_cut_is_interrupted()
    {
        var events = Client.StreamBootstrapAsync("a1").All();
        await (await Next()).Cuts("id: r:1\nevent: log\ndata: {\"chunk\":\"x\"}\n\n", Wired.Nothing);

        var thrown = await Interrupted(events);

        thrown.LastEventId.Should().Be("r:1");
        thrown.ExecId.Should().BeNull();
        (await Server.CountConnections()).Should().Be(1);
    }
}
