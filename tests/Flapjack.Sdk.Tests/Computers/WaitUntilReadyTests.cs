using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers;

public sealed class WaitUntilReadyTests : WireTest
{
    private const string StatusPath = "/api/agents/a1/computer/status";
    private const string StreamPath = "/api/agents/a1/computer/bootstrap/stream";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);
    private static readonly Answer NoStream = new(404, """{"error":"NOT_FOUND","detail":"No such route"}""");

    private readonly TestClock _clock = new();

    [Theory]
    [InlineData("ready")]
    [InlineData("idle")]
    [InlineData("stopped")]
    public async Task A_computer_that_takes_commands_is_ready_at_once(string status)
    {
        Statuses(status);

        var ready = await Wait().Soon();

        ready.Computer!.Status.Value.Should().Be(status);
        Wire.Requests.Should().HaveCount(1);
    }

    [Theory]
    [InlineData("data: {}")]
    [InlineData("data:")]
    [InlineData("data: {\"status\":\"ready\",\"exitCode\":0}")]
    public async Task It_follows_the_bootstrap_and_asks_once_more_at_its_end(string done)
    {
        Statuses("bootstrapping", "ready");
        Stream(Answer.Events($"event: log\ndata: {{\"chunk\":\"x\"}}\n\nevent: done\n{done}\n\n"));

        var ready = await Wait().Soon();

        ready.Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
        Wire.Requests.Select(request => request.Path).Should().Equal(StatusPath, StreamPath, StatusPath);
    }

    [Fact]
    public async Task It_does_not_poll_while_the_bootstrap_is_streamed()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address, options => options.TimeProvider = _clock);
        var wait = client.WaitUntilComputerReadyAsync("a1");
        var status = await server.AcceptRequest();
        await status.Answer(200, """{"computer":{"status":"bootstrapping"}}""");
        await status.ReadRequest();
        await status.Write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: log\ndata: {\"chunk\":\"x\"}\n\n");

        _clock.Advance(TimeSpan.FromMinutes(1));

        wait.IsCompleted.Should().BeFalse();
        (await server.CountConnections()).Should().Be(1);
        await status.Write("event: done\ndata: {}\n\n");
        await (await server.AcceptRequest()).Answer(200, """{"computer":{"status":"ready"}}""");
        (await wait.Soon()).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Fact]
    public async Task Where_there_is_no_stream_it_asks_every_ten_seconds()
    {
        Statuses("bootstrapping", "bootstrapping", "bootstrapping", "ready");
        Stream(NoStream);

        var wait = Wait();
        await _clock.Pass(Poll);
        await _clock.Pass(Poll);

        (await wait.Soon()).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
        Wire.Requests.Count(request => request.Path == StatusPath).Should().Be(4);
        Wire.Requests.Count(request => request.Path == StreamPath).Should().Be(1);
    }

    public static TheoryData<int, string, string> BrokenStreams => new()
    {
        { 200, "text/event-stream", "event: log\ndata: {\"chunk\":\"x\"}\n\n" },
        { 200, "text/event-stream", "event: log\ndata: {\"chunk\n\n" },
        { 200, "text/html", "<html>" },
        { 500, "application/json", """{"error":"INTERNAL"}""" },
        { 429, "application/json", """{"error":"RATE_LIMITED"}""" },
    };

    [Theory]
    [MemberData(nameof(BrokenStreams))]
    public async Task Where_the_stream_breaks_it_asks_every_ten_seconds(int status, string contentType, string body)
    {
        Statuses("bootstrapping", "waking", "ready");
        Stream(new Answer(status, body, contentType));

        var wait = Wait();
        await _clock.Pass(Poll);

        (await wait.Soon()).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Theory]
    [InlineData("waking")]
    [InlineData("hibernating")]
    [InlineData("")]
    public async Task Any_other_status_is_waited_out(string status)
    {
        Statuses(status, status, "idle");
        Stream(NoStream);

        var wait = Wait();
        await _clock.Pass(Poll);

        (await wait.Soon()).Computer!.Status.Should().Be(ComputerLifecycleStatus.Idle);
    }

    [Fact]
    public async Task A_status_from_the_services_cache_after_the_bootstrap_is_waited_out()
    {
        Statuses("bootstrapping", "bootstrapping", "ready");
        Stream(Answer.Events("event: done\ndata: {\"status\":\"ready\"}\n\n"));

        var wait = Wait();
        await _clock.Pass(Poll);

        (await wait.Soon()).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Theory]
    [InlineData("bootstrapping")]
    [InlineData("error")]
    public async Task A_bootstrap_that_failed_says_why(string statusBefore)
    {
        Statuses(statusBefore, "error");
        Stream(Answer.Events("event: done\ndata: {\"status\":\"error\",\"exitCode\":128,\"stderrTail\":\"fatal: repository not found\"}\n\n"));

        var thrown = (await Wait().Invoking(task => task.Soon()).Should().ThrowAsync<ComputerBootstrapFailedException>()).Which;

        thrown.ExitCode.Should().Be(128);
        thrown.StderrTail.Should().Be("fatal: repository not found");
        thrown.Message.Should().Contain("agent a1").And.Contain("exit code 128").And.Contain("fatal: repository not found");
    }

    [Fact]
    public async Task A_bootstrap_whose_end_only_the_status_tells_failed_as_well()
    {
        Statuses("bootstrapping", "error");
        Stream(Answer.Events("event: done\ndata: {\"exitCode\":1}\n\n"));

        var thrown = (await Wait().Invoking(task => task.Soon()).Should().ThrowAsync<ComputerBootstrapFailedException>()).Which;

        thrown.ExitCode.Should().Be(1);
        thrown.StderrTail.Should().BeNull();
    }

    [Theory]
    [InlineData("error")]
    [InlineData("bootstrapping", "error")]
    public async Task A_bootstrap_that_failed_without_a_stream_fails_without_a_further_wait(params string[] statuses)
    {
        Statuses(statuses);
        Stream(NoStream);

        var thrown = (await Wait().Invoking(task => task.Soon()).Should().ThrowAsync<ComputerBootstrapFailedException>()).Which;

        thrown.ExitCode.Should().BeNull();
        thrown.StderrTail.Should().BeNull();
        thrown.Message.Should().Contain("StreamBootstrapAsync");
    }

    [Fact]
    public async Task A_bootstrap_that_fails_between_two_polls_is_found_at_the_next()
    {
        Statuses("bootstrapping", "bootstrapping", "error");
        Stream(NoStream);

        var wait = Wait();
        await _clock.Pass(Poll);

        await wait.Invoking(task => task.Soon()).Should().ThrowAsync<ComputerBootstrapFailedException>();
    }

    [Fact]
    public async Task An_error_that_outlasts_the_cache_after_a_good_bootstrap_is_an_error()
    {
        Statuses("bootstrapping", "error", "error");
        Stream(Answer.Events("event: done\ndata: {\"status\":\"ready\",\"exitCode\":0}\n\n"));

        var wait = Wait();
        await _clock.Pass(Poll);

        await wait.Invoking(task => task.Soon()).Should().ThrowAsync<ComputerBootstrapFailedException>();
    }

    [Fact]
    public async Task An_error_from_the_cache_after_a_good_bootstrap_is_waited_out()
    {
        Statuses("error", "error", "ready");
        Stream(Answer.Events("event: done\ndata: {\"status\":\"ready\",\"exitCode\":0}\n\n"));

        var wait = Wait();
        await _clock.Pass(Poll);

        (await wait.Soon()).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Theory]
    [InlineData("destroyed")]
    [InlineData("bootstrapping", "destroyed")]
    public async Task A_computer_that_is_destroyed_is_gone(params string[] statuses)
    {
        Statuses(statuses);
        Stream(NoStream);

        await Wait().Invoking(task => task.Soon()).Should().ThrowAsync<ComputerDestroyedException>().WithMessage("*a1*CreateAgentFromTemplateAsync*");
    }

    [Theory]
    [InlineData("""{"computer":{"status":"none"}}""")]
    [InlineData("""{"computer":null}""")]
    [InlineData("{}")]
    public async Task An_agent_without_a_computer_is_not_waited_for(string status)
    {
        Wire.Answers(StatusPath, status);

        await Wait().Invoking(task => task.Soon()).Should().ThrowAsync<ComputerNotReadyException>().WithMessage("*a1 has no computer*");
    }

    [Fact]
    public async Task A_refusal_is_thrown()
    {
        Wire.Answers(StatusPath, new Answer(401, """{"error":"UNAUTHORIZED"}"""));

        await Wait().Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackAuthenticationException>();
    }

    [Fact]
    public async Task The_wait_ends_in_time_while_it_polls()
    {
        Statuses("bootstrapping");
        Stream(NoStream);

        var wait = Wait();
        await _clock.Armed(Poll);
        _clock.Advance(TimeSpan.FromMinutes(10));

        await TimesOut(wait, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task The_wait_ends_in_time_while_it_follows_the_stream()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address, options => (options.TimeProvider, options.ReadyTimeout) = (_clock, TimeSpan.FromMinutes(1)));
        var wait = client.WaitUntilComputerReadyAsync("a1");
        var connection = await server.AcceptRequest();
        await connection.Answer(200, """{"computer":{"status":"bootstrapping"}}""");
        await connection.ReadRequest();

        _clock.Advance(TimeSpan.FromMinutes(1));

        await TimesOut(wait, TimeSpan.FromMinutes(1));
        await connection.ClosedByClient();
    }

    [Fact]
    public async Task A_cancellation_stays_a_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        Statuses("bootstrapping");
        Stream(NoStream);
        var wait = ClientWith(Configure).WaitUntilComputerReadyAsync("a1", cancel.Token);
        await _clock.Armed(Poll);

        await cancel.CancelAsync();

        await wait.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>();
    }

    private void Statuses(params string[] statuses) =>
        Wire.Answers(StatusPath, [.. statuses.Select(status => Answer.Json($$$"""{"sandbox":{"id":"heyo","status":"{{{status}}}"},"signals":{}}"""))]);

    private void Stream(Answer answer) => Wire.Answers(StreamPath, answer);

    private Task<ComputerStatus> Wait() => ClientWith(Configure).WaitUntilComputerReadyAsync("a1");

    private void Configure(FlapjackClientOptions options) => (options.TimeProvider, options.MaxRetries) = (_clock, 0);

    private static async Task TimesOut(Task wait, TimeSpan timeout)
    {
        var thrown = (await wait.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackTimeoutException>()).Which;
        thrown.Budget.Should().Be(FlapjackTimeoutBudget.Ready);
        thrown.Timeout.Should().Be(timeout);
    }
}
