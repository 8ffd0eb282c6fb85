using Flapjack.Sdk.Tests.Streaming.Resumed;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Quotas;

/// <summary>Commands of a client that has a governor.</summary>
public sealed class GovernedExecTests : WireTest, IDisposable
{
    private const string Path = "/api/agents/a1/computer/exec";

    private static readonly Answer Output = Answer.Events(Frames.Exec);
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60.05);

    private readonly TestClock _clock = new();
    private FlapjackQuotaGovernor? _governor;

    void IDisposable.Dispose()
    {
        Dispose();
        _governor?.Dispose();
    }

    public static TheoryData<int, string, string?> Endings => new()
    {
        { 200, Frames.Exec, "text/event-stream" },
        { 200, Frames.Started + "event: error\ndata: {\"code\":\"LOST\"}\n\n", "text/event-stream" },
        { 200, Frames.Started, "text/event-stream" },
        { 200, "", "text/event-stream" },
        { 200, "event: stdout\ndata: {\n\n", "text/event-stream" },
        { 200, "<html>", "text/html" },
        { 302, "", null },
        { 404, "{}", "application/json" },
        { 409, "{}", "application/json" },
        { 410, "{}", "application/json" },
        { 500, "{}", "application/json" },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task However_a_command_ends_its_slot_comes_back(int status, string body, string? contentType)
    {
        Wire.Answers(Path, new Answer(status, body, contentType), Output);
        var client = Governed(options => options.ConcurrentExecsPerAgent = 1);

        await ((Task)client.ExecComputerAsync("a1", Command).All()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        (await client.RunComputerAsync("a1", Command).Soon()).Ok.Should().BeTrue();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(422)]
    public async Task A_refused_command_is_no_start(int status)
    {
        Wire.Answers(Path, new Answer(status), Output);
        var client = Governed(options => options.ExecsPerAgentPerMinute = 1);
        await client.Invoking(c => c.RunComputerAsync("a1", Command)).Should().ThrowAsync<FlapjackApiException>();

        var result = await client.RunComputerAsync("a1", Command).Soon();

        result.Ok.Should().BeTrue();
    }

    [Theory]
    [InlineData(408)] // a proxy's, whose request may have gone on to the service
    [InlineData(500)]
    [InlineData(302)] // from something that is not the API, and may have passed the request on
    [InlineData(200)] // taken, and answered with what is no stream
    public async Task A_command_that_may_have_started_is_one(int status)
    {
        Wire.Answers(Path, new Answer(status), Output);
        var client = Governed(options => options.ExecsPerAgentPerMinute = 1);
        await client.Invoking(c => c.RunComputerAsync("a1", Command)).Should().ThrowAsync<FlapjackException>();

        var run = client.RunComputerAsync("a1", Command);
        await _clock.Armed(Minute);
        Wire.Requests.Count(request => request.Path == Path).Should().Be(1);
        _clock.Advance(Minute);

        await run.Soon();
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_costs_nothing()
    {
        using var network = new UnreliableNetwork(System.Net.Sockets.SocketError.ConnectionRefused, failures: 1);
        _governor = new(new() { ExecsPerAgentPerMinute = 1, TimeProvider = _clock });
        using var client = TestClient.Over(network.Client, Wire.Address, options => (options.QuotaGovernor, options.MaxRetries) = (_governor, 0));
        Wire.Answers(Path, Output);
        await client.Invoking(c => c.RunComputerAsync("a1", Command)).Should().ThrowAsync<FlapjackConnectionException>();

        var result = await client.RunComputerAsync("a1", Command).Soon();

        result.Ok.Should().BeTrue();
    }

    [Theory]
    [InlineData("AGENT", 3)]
    [InlineData("ORG", 0)]
    [InlineData("CONCURRENT", 3)]
    public async Task A_429_is_waited_out_and_sent_again_under_the_same_key(string reason, int maxRetries)
    {
        Wire.Answers(Path, new Answer(429, $$"""{"error":"RATE_LIMITED","reason":"{{reason}}"}""").With("Retry-After", "45"), Output);

        var run = Governed(configure: options => options.MaxRetries = maxRetries).RunComputerAsync("a1", Command);
        await _clock.Armed(TimeSpan.FromSeconds(45));
        Wire.Requests.Should().HaveCount(1);
        _clock.Advance(TimeSpan.FromSeconds(45));

        (await run.Soon()).Ok.Should().BeTrue();
        Wire.Requests.Should().HaveCount(2);
        Wire.Requests.Select(request => request.Header("Idempotency-Key")).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task A_short_Retry_After_is_the_governors_too()
    {
        Wire.Answers(Path, new Answer(429, """{"error":"RATE_LIMITED","reason":"AGENT"}""").With("Retry-After", "2"), Output);
        Wire.Answers("/api/agents/a2/computer/exec", Output);
        var client = Governed();

        var run = client.RunComputerAsync("a1", Command);
        await _clock.Armed(TimeSpan.FromSeconds(2));
        (await client.RunComputerAsync("a2", Command).Soon()).Ok.Should().BeTrue("another agent is not concerned");

        _governor!.GetQueuedCount("a1").Should().Be(1);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await run.Soon();
    }

    [Fact]
    public async Task Two_clients_share_the_slots_of_an_agent()
    {
        await using var server = new RawServer();
        _governor = new(new() { ConcurrentExecsPerAgent = 1 });
        using var one = TestClient.At(server.Address, options => options.QuotaGovernor = _governor);
        using var two = TestClient.At(server.Address, options => options.QuotaGovernor = _governor);
        var first = one.RunComputerAsync("a1", Command);
        var running = await server.AcceptStream();

        var second = two.RunComputerAsync("a1", Command);
        _governor.QueuedCount.Should().Be(1);
        (await server.CountConnections()).Should().Be(1);
        await running.Write(Frames.Exec);

        await first.Soon();
        await (await server.AcceptStream()).Write(Frames.Exec);
        (await second.Soon()).Ok.Should().BeTrue();
    }

    [Fact]
    public async Task Whoever_leaves_early_gives_the_slot_back()
    {
        Wire.Answers(Path, Output);
        var client = Governed(options => options.ConcurrentExecsPerAgent = 1);

        await foreach (var item in client.ExecComputerAsync("a1", Command))
        {
            item.Should().BeOfType<ExecStartedEvent>();
            break;
        }

        await client.RunComputerAsync("a1", Command).Soon();
    }

    [Fact]
    public async Task So_does_whoever_cancels_before_the_headers()
    {
        await using var server = new RawServer();
        using var cancel = new CancellationTokenSource();
        using var client = await OneAtATime(server);
        var cancelled = client.RunComputerAsync("a1", Command, cancel.Token);
        await server.AcceptRequest();
        var next = client.RunComputerAsync("a1", Command);
        _governor!.QueuedCount.Should().Be(1);

        await cancel.CancelAsync();

        await cancelled.Awaiting(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>();
        await AnswerNext(server);
        (await next.Soon()).Ok.Should().BeTrue();
    }

    [Fact]
    public async Task So_does_whoever_cancels_while_it_streams()
    {
        await using var server = new RawServer();
        using var cancel = new CancellationTokenSource();
        using var client = await OneAtATime(server);
        await using var events = new Reading<ComputerExecEvent>(client.ExecComputerAsync("a1", Command, cancel.Token));
        var first = events.Move();
        await (await server.AcceptStream()).Write(Frames.Started);
        await events.Arrived<ExecStartedEvent>(first);
        var move = events.Move();
        var next = client.RunComputerAsync("a1", Command);
        _governor!.QueuedCount.Should().Be(1);

        await cancel.CancelAsync();

        await move.Awaiting(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>();
        await AnswerNext(server);
        (await next.Soon()).Ok.Should().BeTrue();
    }

    [Fact]
    public async Task A_command_that_is_picked_up_again_keeps_its_slot_and_starts_once()
    {
        const string Announced = "Flapjack-Extensions: idempotent-exec, resume\r\n";
        await using var server = new RawServer();
        _governor = new(new() { ExecsPerAgentPerMinute = 1, ExecsPerOrganizationPerMinute = 1, ConcurrentExecsPerAgent = 1, TimeProvider = _clock });
        using var client = TestClient.At(server.Address, options => options.QuotaGovernor = _governor);
        var run = client.RunComputerAsync("a1", Command);
        var cut = await server.AcceptRequest();
        await cut.Write($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{Announced}\r\nid: 1\n{Frames.Started}");
        cut.Close();

        var resumed = await server.AcceptRequest();
        resumed.RequestLine.Should().StartWith($"GET {Path}/exec_xyz");
        var next = client.RunComputerAsync("a1", Command);
        _governor.QueuedCount.Should().Be(1);
        await resumed.Write($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{Announced}\r\nid: 2\n{Frames.Exit}");

        (await run.Soon()).Ok.Should().BeTrue();
        await _clock.Pass(Minute);
        await AnswerNext(server);
        await next.Soon();
    }

    [Fact]
    public async Task The_minute_of_a_command_runs_from_its_start_and_not_from_its_end()
    {
        await using var server = new RawServer();
        _governor = new(new() { ExecsPerAgentPerMinute = 1, TimeProvider = _clock });
        using var client = TestClient.At(server.Address, options => options.QuotaGovernor = _governor);
        await using var events = new Reading<ComputerExecEvent>(client.ExecComputerAsync("a1", Command));
        var first = events.Move();
        var running = await server.AcceptStream();
        await running.Write(Frames.Started);
        await events.Arrived<ExecStartedEvent>(first);

        _clock.Advance(Minute);
        var next = client.RunComputerAsync("a1", Command);
        await AnswerNext(server);

        (await next.Soon()).Ok.Should().BeTrue("the first one still runs, and started a minute ago");
        await running.Write(Frames.Exit);
        await events.Rest();
    }

    [Fact]
    public async Task A_repeat_that_finds_no_server_is_one_attempt_and_no_more()
    {
        var attempts = 0;
        using var http = new HttpClient(new StubHandler((_, _) =>
        {
            var cut = new HttpResponseMessage { Content = new ByteArrayContent([]) { Headers = { ContentType = new("text/event-stream") } } };
            cut.Headers.Add("Flapjack-Extensions", "idempotent-exec, resume");
            return attempts++ == 0 ? Task.FromResult(cut) : throw new OperationCanceledException("No connection.", new TimeoutException());
        }));
        _governor = new(new());
        using var client = TestClient.Over(http, new("http://stub.invalid"), options => options.QuotaGovernor = _governor);

        await client.Awaiting(c => c.RunComputerAsync("a1", Command).Soon()).Should().ThrowAsync<FlapjackStreamInterruptedException>();

        attempts.Should().Be(4);
    }

    [Fact]
    public async Task A_repeat_of_a_command_that_may_have_started_takes_no_second_slot()
    {
        Wire.Answers(Path, new Answer(503).With("Flapjack-Extensions", "idempotent-exec"), Output);
        var client = Governed(options => (options.ConcurrentExecsPerAgent, options.ExecsPerAgentPerMinute) = (1, 1));

        var result = await client.RunComputerAsync("a1", Command).Soon();

        result.Ok.Should().BeTrue();
        Wire.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_computer_that_is_waited_for_takes_no_slot_meanwhile()
    {
        Wire.Answers(Path, new Answer(409), new Answer(409), Output);
        Wire.Answers("/api/agents/a1/computer/status", """{"computer":{"status":"ready"}}""");
        var client = Governed(options => options.ConcurrentExecsPerAgent = 1, options => options.TimeProvider = _clock);
        var run = client.RunComputerAsync("a1", Command with { WaitForReady = true });
        await _clock.Armed(TimeSpan.FromSeconds(10));

        var meanwhile = await client.RunComputerAsync("a1", Command).Soon();

        meanwhile.Ok.Should().BeTrue();
        _clock.Advance(TimeSpan.FromSeconds(10));
        (await run.Soon()).Ok.Should().BeTrue();
    }

    [Fact]
    public async Task A_wait_that_lasts_too_long_is_thrown_as_it_is()
    {
        await using var server = new RawServer();
        _governor = new(new() { ConcurrentExecsPerAgent = 1, MaxWait = TimeSpan.FromSeconds(5), TimeProvider = _clock });
        using var client = TestClient.At(server.Address, options => options.QuotaGovernor = _governor);
        var first = client.RunComputerAsync("a1", Command);
        var running = await server.AcceptStream();
        var second = client.RunComputerAsync("a1", Command);

        await _clock.Pass(TimeSpan.FromSeconds(5));

        (await second.Awaiting(task => task.Soon()).Should().ThrowAsync<FlapjackTimeoutException>()).Which.Budget.Should().Be(FlapjackTimeoutBudget.Quota);
        (await server.CountConnections()).Should().Be(1);
        await running.Write(Frames.Exec);
        await first.Soon();
    }

    [Fact]
    public async Task With_a_governor_that_is_disposed_nothing_is_sent()
    {
        Wire.Answers(Path, Output);
        var client = Governed();
        _governor!.Dispose();

        await client.Invoking(c => c.RunComputerAsync("a1", Command).Soon()).Should().ThrowAsync<ObjectDisposedException>();

        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Events_that_nobody_reads_take_no_slot()
    {
        Wire.Answers(Path, Output);
        var client = Governed(options => options.ConcurrentExecsPerAgent = 1);

        _ = client.ExecComputerAsync("a1", Command);

        await client.RunComputerAsync("a1", Command).Soon();
    }

    private static ExecComputerOptions Command => new() { Command = "x" };

    private FlapjackClient Governed(Action<FlapjackQuotaGovernorOptions>? limit = null, Action<FlapjackClientOptions>? configure = null)
    {
        var limits = new FlapjackQuotaGovernorOptions { TimeProvider = _clock };
        limit?.Invoke(limits);
        _governor = new(limits);
        return ClientWith(options =>
        {
            options.QuotaGovernor = _governor;
            configure?.Invoke(options);
        });
    }

    /// <summary>A client with one slot, which knows already that the server announces nothing: it asks for nothing in between.</summary>
    private async Task<FlapjackClient> OneAtATime(RawServer server)
    {
        _governor = new(new() { ConcurrentExecsPerAgent = 1 });
        var client = TestClient.At(server.Address, options => options.QuotaGovernor = _governor);
        var run = client.RunComputerAsync("a1", Command);
        await AnswerNext(server);
        await run.Soon();
        return client;
    }

    private static async Task AnswerNext(RawServer server) => await (await server.AcceptStream()).Write(Frames.Exec);
}
