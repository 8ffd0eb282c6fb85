using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>Silence: which budget ran out, and what comes of it.</summary>
public sealed class BudgetTests : ResumeTest
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Response = TimeSpan.FromSeconds(100);

    private readonly TestClock _clock = new();

    private protected override void Configure(FlapjackClientOptions options) =>
        (options.TimeProvider, options.RetryDelay, options.ResponseTimeout, options.StreamIdleTimeout) = (_clock, TimeSpan.FromSeconds(1), Response, Idle);

    [Fact]
    public async Task A_silent_stream_of_a_server_that_announces_is_opened_again()
    {
        await using var events = new Reading<ComputerExecEvent>(Events());
        var first = events.Move();
        var post = await (await Next()).Streams(Wired.Started);
        await events.Arrived<ExecStartedEvent>(first);
        var next = events.Move();

        _clock.Advance(Idle);

        await post.Connection.ClosedByClient();
        var resume = await Resumed();
        resume.Header("Last-Event-ID").Should().Be("1");
        await resume.Streams(Wired.After("1"));
        (await events.Arrived<ExecStdoutEvent>(next)).Chunk.Should().Be("one,");
        await events.Rest();
    }

    [Fact]
    public async Task A_comment_gives_it_another_while()
    {
        await using var events = new Reading<ComputerExecEvent>(Events());
        var first = events.Move();
        var post = await (await Next()).Streams(Wired.Started);
        await events.Arrived<ExecStartedEvent>(first);
        var next = events.Move();

        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(Idle - TimeSpan.FromSeconds(1));
            _clock.Forget();
            await post.Connection.Write(": keep-alive\n\n");
            await _clock.Armed(Idle);
        }

        await post.Connection.Write(Wired.Exit(2));
        await events.Arrived<ExecExitEvent>(next);
        await events.Rest();
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_server_that_stays_silent_is_a_timeout_of_the_idle_budget()
    {
        await using var events = new Reading<ComputerExecEvent>(Events());
        var first = events.Move();
        await (await Next()).Streams(Wired.Started);
        await events.Arrived<ExecStartedEvent>(first);
        var next = events.Move();
        _clock.Advance(Idle);
        for (var i = 0; i < 3; i++)
        {
            var resume = await Resumed();
            _clock.Forget();
            await resume.Streams();
            // Once when the stream is opened, once when it is read.
            await _clock.Armed(Idle);
            await _clock.Armed(Idle);
            _clock.Advance(Idle);
        }

        var thrown = await Thrown<FlapjackTimeoutException>(next);
        (thrown.Budget, thrown.Timeout).Should().Be((FlapjackTimeoutBudget.StreamIdle, Idle));
        thrown.Message.Should().Contain("StreamIdle").And.Contain("unknown");
        (await Server.CountConnections()).Should().Be(4);
    }

    [Fact]
    public async Task A_silent_stream_of_a_server_that_announces_nothing_is_one_at_once()
    {
        await using var events = new Reading<ComputerExecEvent>(Events());
        var first = events.Move();
        await (await Next()).Streams(Wired.Started, Wired.Nothing);
        await events.Arrived<ExecStartedEvent>(first);
        var next = events.Move();

        _clock.Advance(Idle);

        (await Thrown<FlapjackTimeoutException>(next)).Budget.Should().Be(FlapjackTimeoutBudget.StreamIdle);
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_refusal_after_a_silence_still_tells_all_that_is_known()
    {
        await using var events = new Reading<ComputerExecEvent>(Events());
        var first = events.Move();
        await (await Next()).Streams(Wired.Started);
        await events.Arrived<ExecStartedEvent>(first);
        var next = events.Move();
        _clock.Advance(Idle);
        await (await Resumed()).Answers(410, """{"error":"RESUME_GAP"}""");

        var thrown = await Interrupted(next);

        (thrown.ExecId, thrown.LastEventId, thrown.BytesReceived).Should().Be(("exec_1", "1", Wired.Started.Length));
    }

    [Fact]
    public async Task No_headers_in_time_is_a_timeout_of_the_response_budget()
    {
        await Learn(Wired.Nothing);
        var events = Exec();
        await Next(Wired.Post);

        _clock.Advance(Response);

        var thrown = await Thrown<FlapjackTimeoutException>(events);
        (thrown.Budget, thrown.Timeout).Should().Be((FlapjackTimeoutBudget.Response, Response));
        thrown.Message.Should().Contain("Response").And.Contain("unknown");
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task Where_it_is_announced_the_command_is_attached_to_by_its_key()
    {
        await Learn();
        var events = Exec();
        var post = await Next(Wired.Post);
        _clock.Advance(Response);

        var again = await Again();

        (again.Line, again.Key).Should().Be((Wired.Post, post.Key));
        await again.Streams(Wired.All);
        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task No_headers_of_a_resumption_is_an_unknown_outcome_with_the_timeout_inside()
    {
        var events = Exec();
        await (await Next()).Cuts(Wired.Started);
        for (var i = 0; i < 3; i++)
        {
            await Resumed();
            _clock.Advance(Response);
        }

        var thrown = await Interrupted(events);

        thrown.ExecId.Should().Be("exec_1");
        thrown.InnerException.Should().BeOfType<FlapjackTimeoutException>().Which.Budget.Should().Be(FlapjackTimeoutBudget.Response);
    }

    [Fact]
    public async Task No_connection_in_time_is_a_timeout_of_the_connect_budget_that_did_nothing()
    {
        using var http = new HttpClient(new StubHandler((_, _) => throw NotConnected()));
        using var client = TestClient.Over(http, Server.Address, options => options.ConnectTimeout = TimeSpan.FromSeconds(3));

        var thrown = await Thrown<FlapjackTimeoutException>(client.ExecComputerAsync("a1", new() { Command = "x" }).All());

        (thrown.Budget, thrown.Timeout).Should().Be((FlapjackTimeoutBudget.Connect, TimeSpan.FromSeconds(3)));
        thrown.Message.Should().Contain("Connect").And.Contain("did nothing");
    }

    [Fact]
    public async Task No_connection_in_time_after_a_post_that_broke_does_not_say_that_nothing_was_done()
    {
        var attempts = 0;
        using var http = new HttpClient(new StubHandler((_, _) =>
        {
            var answer = new HttpResponseMessage { Content = new ByteArrayContent([]) { Headers = { ContentType = new("text/event-stream") } } };
            answer.Headers.Add("Flapjack-Extensions", "idempotent-exec, resume");
            return attempts++ == 0 ? Task.FromResult(answer) : throw NotConnected();
        }));
        using var client = TestClient.Over(http, Server.Address);

        var thrown = await Interrupted(client.ExecComputerAsync("a1", new() { Command = "x" }).All());

        thrown.Message.Should().Contain("unknown");
        thrown.InnerException.Should().BeOfType<FlapjackTimeoutException>().Which.Budget.Should().Be(FlapjackTimeoutBudget.Connect);
        attempts.Should().Be(4);
    }

    private static OperationCanceledException NotConnected() => new("No connection.", new TimeoutException());

    private async Task<Call> Resumed()
    {
        var call = await Again();
        call.Line.Should().Be(Wired.Resume);
        return call;
    }

    /// <summary>The next request, after the pause before it.</summary>
    private async Task<Call> Again()
    {
        TimeSpan pause;
        do
        {
            pause = await _clock.Armed();
        }
        while (pause > TimeSpan.FromSeconds(8));

        _clock.Advance(pause);
        return await Next();
    }
}
