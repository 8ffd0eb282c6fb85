using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>Commands that say nothing for long: no budget of the client may be shorter than what the caller allows the command.</summary>
public sealed class QuietCommandTests : ResumeTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Budget = Limit + TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Response = TimeSpan.FromSeconds(100);

    private readonly TestClock _clock = new();

    private protected override void Configure(FlapjackClientOptions options) =>
        (options.TimeProvider, options.RetryDelay) = (_clock, TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData(301, Wired.Nothing)]
    [InlineData(1_200, Wired.Nothing)]
    [InlineData(1_300, Wired.Nothing)]
    [InlineData(1_200, "Flapjack-Extensions: exact-output\r\n")]
    [InlineData(1_200, "Flapjack-Extensions: resume\r\n")]
    [InlineData(1_200, "Flapjack-Extensions: idempotent-exec\r\n")]
    public async Task A_command_that_is_silent_within_its_own_timeout_is_not_lost(int seconds, string headers)
    {
        await using var events = new Reading<ComputerExecEvent>(Quiet());
        var (post, next) = await Starts(events, headers);

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        next.IsCompleted.Should().BeFalse();
        await post.Connection.Write(Wired.Exit(2));
        await events.Arrived<ExecExitEvent>(next);
        await events.Rest();
        (await Server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(1_200)]
    [InlineData(1_300)]
    public async Task Nor_is_it_behind_a_proxy_that_holds_back_the_whole_answer_to_its_end(int seconds)
    {
        var run = RunQuiet();
        var post = await Next(Wired.Post);

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        run.IsCompleted.Should().BeFalse();
        await post.Cuts(Wired.All, Wired.Nothing);
        (await run).Ok.Should().BeTrue();
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_service_that_is_silent_for_longer_is_a_timeout_that_names_the_commands_own_limit()
    {
        await using var events = new Reading<ComputerExecEvent>(Quiet());
        var (_, next) = await Starts(events, Wired.Nothing);

        _clock.Advance(Budget);

        var thrown = await Thrown<FlapjackTimeoutException>(next);
        (thrown.Budget, thrown.Timeout).Should().Be((FlapjackTimeoutBudget.StreamIdle, Budget));
        thrown.Message.Should().Contain("carried no byte for 1320 s (the StreamIdle budget, ExecComputerOptions.Timeout = 1200 s and 120 s more, "
            + "because the server promises no heartbeats)").And.EndWith("What the service did since is unknown.", "what could be set is set already");
    }

    [Fact]
    public async Task So_is_one_that_does_not_answer_at_all()
    {
        await Learn(Wired.Nothing);
        var run = RunQuiet();
        await Next(Wired.Post);

        _clock.Advance(Budget);

        var thrown = await Thrown<FlapjackTimeoutException>(run);
        (thrown.Budget, thrown.Timeout).Should().Be((FlapjackTimeoutBudget.Response, Budget));
        thrown.Message.Should().Contain("ExecComputerOptions.Timeout = 1200 s");
    }

    [Fact]
    public async Task Of_a_command_without_a_timeout_the_budget_is_the_option_and_the_message_says_what_to_set()
    {
        await using var events = new Reading<ComputerExecEvent>(Events());
        var (_, next) = await Starts(events, Wired.Nothing);

        _clock.Advance(Idle);

        var thrown = await Thrown<FlapjackTimeoutException>(next);
        thrown.Timeout.Should().Be(Idle);
        thrown.Message.Should().Contain("FlapjackClientOptions.StreamIdleTimeout").And.Contain("set ExecComputerOptions.Timeout");
    }

    [Fact]
    public async Task An_option_that_is_longer_than_the_command_stays_the_budget()
    {
        using var client = TestClient.At(Server.Address, options => (options.TimeProvider, options.StreamIdleTimeout) = (_clock, TimeSpan.FromHours(2)));
        await using var events = new Reading<ComputerExecEvent>(client.ExecComputerAsync("a1", new() { Command = "x", Timeout = Limit }));
        var (_, next) = await Starts(events, Wired.Nothing);

        _clock.Advance(TimeSpan.FromHours(2));

        var thrown = await Thrown<FlapjackTimeoutException>(next);
        thrown.Timeout.Should().Be(TimeSpan.FromHours(2));
        thrown.Message.Should().Contain("FlapjackClientOptions.StreamIdleTimeout; the call's own limit is ExecComputerOptions.Timeout = 1200 s");
    }

    [Theory]
    [InlineData(25 * 3_600, 25 * 3_600 + 119)]
    [InlineData(1, 299)]
    [InlineData(299, 400)]
    [InlineData(360, 479)]
    public async Task A_timeout_of_any_length_is_kept_to(int limit, int silence)
    {
        await using var events = new Reading<ComputerExecEvent>(Client.ExecComputerAsync("a1", new() { Command = "x", Timeout = TimeSpan.FromSeconds(limit) }));
        var (post, next) = await Starts(events, Wired.Nothing);

        _clock.Advance(TimeSpan.FromSeconds(silence));

        await post.Connection.Write(Wired.Exit(2));
        await events.Arrived<ExecExitEvent>(next);
        await events.Rest();
    }

    [Fact]
    public async Task A_command_that_waited_for_its_computer_is_given_its_whole_time()
    {
        var run = Client.RunComputerAsync("a1", new() { Command = "x", Timeout = Limit, WaitForReady = true }).Soon();
        await (await Next(Wired.Post)).Answers(409, headers: Wired.Nothing);
        await (await Next(Wired.Status)).Answers(200, """{"computer":{"status":"ready"}}""", Wired.Nothing);
        var post = await (await Next(Wired.Post)).Streams(Wired.Started, Wired.Nothing);
        await _clock.Armed(Budget);

        _clock.Advance(Limit);

        await post.Connection.Write(Wired.Exit(2));
        (await run).Ok.Should().BeTrue();
    }

    [Theory]
    [InlineData(45)]
    [InlineData(20_000)]
    public async Task A_timeout_that_no_timer_can_hold_is_no_budget(int days)
    {
        await using var events = new Reading<ComputerExecEvent>(Client.ExecComputerAsync("a1", new() { Command = "x", Timeout = TimeSpan.FromDays(days) }));
        var (post, next) = await Starts(events, Wired.Nothing);

        _clock.Advance(TimeSpan.FromDays(44));

        await post.Connection.Write(Wired.Exit(2));
        await events.Arrived<ExecExitEvent>(next);
        await events.Rest();
    }

    [Fact]
    public async Task Of_a_server_that_promises_heartbeats_silence_is_noticed_as_early_as_ever()
    {
        await using var events = new Reading<ComputerExecEvent>(Quiet());
        var (post, next) = await Starts(events, Wired.Announced);

        _clock.Advance(Idle);

        await post.Connection.ClosedByClient();
        await (await Again()).Streams(Wired.After("1"));
        await events.Arrived<ExecStdoutEvent>(next);
        await events.Rest();
    }

    [Fact]
    public async Task A_server_that_broke_that_promise_is_given_the_commands_own_time()
    {
        await using var events = new Reading<ComputerExecEvent>(Quiet());
        var (_, next) = await Starts(events, Wired.Announced);
        _clock.Advance(Idle);
        var resume = await Again();
        _clock.Forget();
        await resume.Streams();
        // Once when the stream is opened, once when it is read.
        await _clock.Armed(Budget);
        await _clock.Armed(Budget);

        _clock.Advance(Limit);

        next.IsCompleted.Should().BeFalse();
        await resume.Connection.Write(Wired.After("1"));
        await events.Arrived<ExecStdoutEvent>(next);
        await events.Rest();
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task A_reader_who_attached_reads_on_while_a_server_without_heartbeats_opens_the_stream_again()
    {
        const string Resumable = "Flapjack-Extensions: resume\r\n";
        await Learn(Resumable);
        await using var events = new Reading<ComputerExecEvent>(Client.AttachComputerExecAsync("a1", "exec_1", "1"));
        var next = events.Move();
        var call = await Next(Wired.Resume);
        for (var silences = 0; silences < 6; silences++)
        {
            await FallSilent(call, Resumable);
            call = await Again();
        }

        await call.Streams(Wired.After("1"), Resumable);

        await events.Arrived<ExecStdoutEvent>(next);
        await events.Rest();
    }

    [Fact]
    public async Task Such_a_reader_gives_up_a_server_that_no_longer_opens_it()
    {
        const string Resumable = "Flapjack-Extensions: resume\r\n";
        await Learn(Resumable);
        await using var events = new Reading<ComputerExecEvent>(Client.AttachComputerExecAsync("a1", "exec_1", "1"));
        var next = events.Move();
        await FallSilent(await Next(Wired.Resume), Resumable);

        // MaxRetries.
        for (var attempts = 0; attempts < 3; attempts++)
        {
            await (await Again()).Answers(503, headers: Resumable);
        }

        await Thrown<FlapjackStreamInterruptedException>(next);
    }

    [Fact]
    public async Task Such_a_reader_gives_up_a_server_that_breaks_its_promise_of_heartbeats_after_ten_minutes()
    {
        await Learn();
        await using var events = new Reading<ComputerExecEvent>(Client.AttachComputerExecAsync("a1", "exec_1", "1"));
        var next = events.Move();
        await FallSilent(await Next(Wired.Resume), Wired.Announced);
        await FallSilent(await Again(), Wired.Announced);
        await FallSilent(await Again(), Wired.Announced);

        (await Thrown<FlapjackTimeoutException>(next)).Budget.Should().Be(FlapjackTimeoutBudget.StreamIdle);
    }

    [Fact]
    public async Task So_is_one_behind_a_proxy_that_holds_its_headers_back()
    {
        await Learn();
        var run = RunQuiet();
        var post = await Next(Wired.Post);
        _clock.Advance(Response);
        var again = await Again();
        again.Key.Should().Be(post.Key);

        _clock.Advance(Limit);

        run.IsCompleted.Should().BeFalse();
        await again.Cuts(Wired.All);
        (await run).Ok.Should().BeTrue();
    }

    [Fact]
    public async Task The_timeout_of_a_passed_client_can_not_be_raised_and_the_message_says_so()
    {
        using var http = new HttpClient(new StubHandler(async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return new();
        }))
        { Timeout = TimeSpan.FromMilliseconds(100) };
        using var client = TestClient.Over(http, Server.Address);

        var thrown = await Thrown<FlapjackTimeoutException>(client.RunComputerAsync("a1", new() { Command = "x", Timeout = Limit }));

        thrown.Budget.Should().Be(FlapjackTimeoutBudget.HttpClient);
        thrown.Message.Should().Contain("HttpClient.Timeout of the client that you passed in; set it to Timeout.InfiniteTimeSpan")
            .And.Contain("ExecComputerOptions.Timeout = 1200 s");
    }

    [Fact]
    public async Task A_server_that_is_away_is_waited_for_as_long_as_the_command_may_run()
    {
        using var client = TestClient.At(Server.Address, options =>
            (options.TimeProvider, options.RetryDelay, options.MaxRetries, options.ResponseTimeout) = (_clock, TimeSpan.FromSeconds(1), 10, TimeSpan.FromMinutes(1)));
        var run = client.RunComputerAsync("a1", new() { Command = "x", Timeout = TimeSpan.FromHours(1) }).Soon();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        var resume = await Again();
        _clock.Advance(TimeSpan.FromMinutes(1));
        resume = await Again();

        // The second attempt alone takes longer than ten minutes.
        _clock.Advance(TimeSpan.FromMinutes(30));
        await resume.Connection.Write("HTT");
        resume.Connection.Close();

        await (await Again()).Streams(Wired.After("1"));
        (await run).Ok.Should().BeTrue();
    }

    [Theory]
    [InlineData(20, 22)] // the command's own time and two minutes
    [InlineData(30 * 60, 12 * 60)] // a server forgets a command's key after a day: a repeat would be another command
    public async Task A_server_that_is_away_for_longer_than_that_is_given_up(int limit, int patience)
    {
        using var client = TestClient.At(Server.Address, options =>
            (options.TimeProvider, options.RetryDelay, options.MaxRetries, options.ResponseTimeout) = (_clock, TimeSpan.FromSeconds(1), 10, TimeSpan.FromMinutes(1)));
        var run = client.RunComputerAsync("a1", new() { Command = "x", Timeout = TimeSpan.FromMinutes(limit) }).Soon();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        await Again();
        _clock.Advance(TimeSpan.FromMinutes(1));
        var resume = await Again();

        _clock.Advance(TimeSpan.FromMinutes(patience - 1));
        await resume.Connection.Write("HTT");
        resume.Connection.Close();

        await Interrupted(run);
        (await Server.CountConnections()).Should().Be(3);
    }

    private IAsyncEnumerable<ComputerExecEvent> Quiet() => Client.ExecComputerAsync("a1", new() { Command = "x", Timeout = Limit });

    private Task<ComputerExecResult> RunQuiet() => Client.RunComputerAsync("a1", new() { Command = "x", Timeout = Limit }).Soon();

    /// <summary>Lets the command start, and reads on.</summary>
    private async Task<(Call Post, Task<bool> Next)> Starts(Reading<ComputerExecEvent> events, string headers)
    {
        var first = events.Move();
        var post = await (await Next(Wired.Post)).Streams(Wired.Started, headers);
        await events.Arrived<ExecStartedEvent>(first);
        return (post, events.Move());
    }

    /// <summary>Opens the stream, and says nothing in it.</summary>
    private async Task FallSilent(Call call, string headers)
    {
        _clock.Forget();
        await call.Streams("", headers);
        // Once when the stream is opened, once when it is read.
        await _clock.Armed(Idle);
        await _clock.Armed(Idle);
        _clock.Forget();
        _clock.Advance(Idle);
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
