using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>Cuts before <c>exec_started</c>: only its key tells the command.</summary>
public sealed class RepeatedPostTests : ResumeTest
{
    [Theory]
    [InlineData("")]
    [InlineData(": open\n\n")]
    [InlineData("id: 1\nevent: exec_started\ndata: {\"execId\":\"exec_1\"}\n")]
    public async Task Before_the_first_event_the_same_request_is_sent_again(string frames)
    {
        var events = Exec();
        var first = await Next(Wired.Post);
        await first.Cuts(frames);

        var again = await Next(Wired.Post);

        Guid.TryParse(again.Key, out _).Should().BeTrue();
        again.Key.Should().Be(first.Key);
        again.Body.Should().Be(first.Body).And.Be("""{"command":"x"}""");
        again.Header("Flapjack-Detach-Seconds").Should().Be("30");
        again.Header("Last-Event-ID").Should().BeNull();
        await again.Streams(Wired.All);
        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task However_many_attempts_broke_the_command_may_have_started(int broken)
    {
        await Learn();
        var events = Exec();
        for (var i = 0; i < broken; i++)
        {
            (await Next(Wired.Post)).Connection.Reset();
        }

        await (await Next(Wired.Post)).Answers(404, """{"error":"NOT_FOUND"}""");

        (await Interrupted(events)).InnerException.Should().BeOfType<FlapjackNotFoundException>();
    }

    [Fact]
    public async Task Two_commands_have_two_keys()
    {
        var one = Exec();
        var first = await Next();
        await first.Streams(Wired.All);
        await one;

        var two = Exec();
        var second = await Next();
        await second.Streams(Wired.All);
        await two;

        second.Key.Should().NotBe(first.Key);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_of_which_nothing_is_known_is_asked_before_the_first_repetition(bool reset)
    {
        var events = Exec();
        var post = await Next(Wired.Post);
        End(post, reset);

        var probe = await Next(Wired.Status);
        probe.Header("Authorization").Should().Be("Bearer " + TestClient.Key);
        await probe.Answers(200);

        var again = await Next(Wired.Post);
        again.Key.Should().Be(post.Key);
        await again.Streams(Wired.All);
        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task A_refusal_announces_as_well_as_a_success()
    {
        var events = Exec();
        End(await Next(Wired.Post), reset: true);
        await (await Next(Wired.Status)).Answers(404, """{"error":"NOT_FOUND"}""");

        await (await Next(Wired.Post)).Streams(Wired.All);

        (await events).Should().HaveCount(5);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task An_answer_that_announces_nothing_ends_it_after_one_post(int status)
    {
        var events = Exec();
        End(await Next(Wired.Post), reset: true);
        await (await Next(Wired.Status)).Answers(status, headers: Wired.Nothing);

        await Interrupted(events);

        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task No_answer_to_the_question_ends_it_after_one_post()
    {
        var events = Exec();
        End(await Next(Wired.Post), reset: true);
        End(await Next(Wired.Status), reset: true);

        var thrown = await Interrupted(events);

        thrown.InnerException.Should().BeOfType<FlapjackConnectionException>();
        thrown.ExecId.Should().BeNull();
        thrown.LastEventId.Should().BeNull();
        thrown.BytesReceived.Should().Be(0);
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task It_is_asked_once_even_if_it_would_like_to_be_asked_again()
    {
        var events = Exec();
        End(await Next(Wired.Post), reset: true);
        await (await Next(Wired.Status)).Answers(429, headers: "Retry-After: 0\r\n");

        await Interrupted(events);

        (await Server.CountConnections()).Should().Be(2);
    }

    [Theory]
    [InlineData("resume, detach, stop, exact-output")]
    [InlineData("idempotent-execs, xidempotent-exec")]
    [InlineData("Idempotent-Exec")]
    [InlineData("")]
    public async Task Only_the_addition_itself_allows_a_second_post(string announced)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(headers: $"Flapjack-Extensions: {announced}\r\n");

        await Interrupted(events);

        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task Without_resume_a_command_that_started_is_not_opened_again()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started, "Flapjack-Extensions: idempotent-exec\r\n");

        (await Interrupted(events)).ExecId.Should().Be("exec_1");

        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task The_header_may_come_in_several_lines_and_with_names_that_nobody_knows()
    {
        var events = Exec();
        await (await Next()).Cuts(headers: "flapjack-extensions: time-travel,idempotent-exec\r\nFlapjack-Extensions:resume ,\r\n");

        await (await Next(Wired.Post)).Streams(Wired.All);

        (await events).Should().HaveCount(5);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_failure_of_a_server_that_announces_is_repeated_under_the_same_key(int status)
    {
        var events = Exec();
        var post = await Next(Wired.Post);
        await post.Answers(status);

        var again = await Next(Wired.Post);

        (again.Key, again.Body).Should().Be((post.Key, post.Body));
        await again.Streams(Wired.All);
        (await events).Should().HaveCount(5);
    }

    [Theory]
    [InlineData(409, """{"error":"SANDBOX_NOT_READY"}""")]
    [InlineData(410, """{"error":"EXEC_EXPIRED"}""")]
    [InlineData(422, """{"error":"IDEMPOTENCY_KEY_REUSED"}""")]
    public async Task A_refusal_of_the_repetition_is_an_unknown_outcome_and_says_why(int status, string body)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts();
        await (await Next(Wired.Post)).Answers(status, body);

        var thrown = await Interrupted(events);

        ((int)thrown.InnerException.Should().BeAssignableTo<FlapjackApiException>().Which.StatusCode).Should().Be(status);
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task After_a_cut_a_server_that_can_no_longer_be_reached_is_not_told_as_one_that_did_nothing()
    {
        var events = Exec();
        var post = await Next(Wired.Post);
        await post.Streams();
        await Server.DisposeAsync();

        var thrown = await Interrupted(events);

        thrown.InnerException.Should().BeOfType<FlapjackConnectionException>();
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task No_redirect_is_followed(int status)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Answers(status, headers: Wired.Announced + $"Location: {Server.Address}elsewhere\r\n");

        await Thrown<FlapjackApiException>(events);

        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_connection_of_the_pool_that_dies_under_the_post_is_no_reason_to_send_it_twice()
    {
        var status = Client.GetComputerStatusAsync("a1");
        var pooled = (await Next()).Connection;
        await pooled.Answer(200, "{}");
        await status.Soon();
        var events = Exec();
        await pooled.ReadRequest();

        pooled.Close();

        await Interrupted(events);
        (await Server.CountConnections()).Should().Be(1);
    }

    private static void End(Call call, bool reset)
    {
        if (reset)
        {
            call.Connection.Reset();
        }
        else
        {
            call.Connection.Close();
        }
    }
}
