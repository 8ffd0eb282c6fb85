using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Exec;

public sealed class WaitForReadyTests : WireTest
{
    private const string ExecPath = "/api/agents/a1/computer/exec";
    private const string StatusPath = "/api/agents/a1/computer/status";
    private const string StreamPath = "/api/agents/a1/computer/bootstrap/stream";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly Answer NotReady = new(409, """{"error":"SANDBOX_NOT_READY","detail":"It is bootstrapping"}""");
    private static readonly Answer Output = Answer.Events(Frames.Exec);

    private readonly TestClock _clock = new();

    [Fact]
    public async Task A_computer_that_is_ready_is_asked_nothing_first()
    {
        Wire.Answers(ExecPath, Output);

        var result = await Run().Soon();

        result.Ok.Should().BeTrue();
        Wire.Request.Body.Should().Be("""{"command":"x"}""");
    }

    [Fact]
    public async Task A_command_that_is_refused_twice_is_sent_a_third_time_under_the_same_key()
    {
        Wire.Answers(ExecPath, NotReady, NotReady, Output);
        Statuses("bootstrapping", "ready");
        Wire.Answers(StreamPath, Answer.Events("event: done\ndata: {\"status\":\"ready\"}\n\n"));

        var run = Run();
        await _clock.Pass(Pause);

        (await run.Soon()).Stdout.Should().Be("PASS src/a.test.ts\n");
        Wire.Requests.Select(request => request.Path).Should().Equal(ExecPath, StatusPath, StreamPath, ExecPath, StatusPath, ExecPath);
        var commands = Wire.Requests.Where(request => request.Path == ExecPath).ToArray();
        commands.Select(command => command.Header("Idempotency-Key")).Distinct().Should().ContainSingle().Which.Should().NotBeNullOrEmpty();
        commands.Should().OnlyContain(command => command.Body == """{"command":"x"}""");
    }

    [Fact]
    public async Task The_events_of_a_command_wait_as_well()
    {
        Wire.Answers(ExecPath, NotReady, Output);
        Statuses("ready");

        var events = await ClientWith(Configure).ExecComputerAsync("a1", Waiting).All();

        events.Select(item => item.Type).Should().Equal("exec_started", "stdout", "stderr", "exit");
    }

    [Fact]
    public async Task All_the_waiting_has_one_budget()
    {
        Wire.Answers(ExecPath, NotReady);
        Statuses("ready");

        var run = ClientWith(options => { Configure(options); options.ReadyTimeout = TimeSpan.FromSeconds(25); }).RunComputerAsync("a1", Waiting);
        await _clock.Pass(Pause);
        await _clock.Pass(Pause);
        await _clock.Pass(Pause);

        var thrown = (await run.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackTimeoutException>().WithMessage("*a1*25 s*Ready*")).Which;
        (thrown.Budget, thrown.Timeout).Should().Be((FlapjackTimeoutBudget.Ready, TimeSpan.FromSeconds(25)));
        Wire.Requests.Count(request => request.Path == ExecPath).Should().Be(4);
    }

    [Fact]
    public async Task A_bootstrap_that_fails_meanwhile_says_why()
    {
        Wire.Answers(ExecPath, NotReady);
        Statuses("bootstrapping");
        Wire.Answers(StreamPath, Answer.Events("event: done\ndata: {\"status\":\"error\",\"exitCode\":128,\"stderrTail\":\"fatal: not found\"}\n\n"));

        var run = Run();

        (await run.Invoking(task => task.Soon()).Should().ThrowAsync<ComputerBootstrapFailedException>()).Which.StderrTail.Should().Be("fatal: not found");
        Wire.Requests.Count(request => request.Path == ExecPath).Should().Be(1);
    }

    [Theory]
    [InlineData("destroyed", typeof(ComputerDestroyedException))]
    [InlineData("none", typeof(ComputerNotReadyException))]
    public async Task A_computer_that_will_never_be_ready_is_not_waited_for(string status, Type type)
    {
        Wire.Answers(ExecPath, NotReady);
        Statuses(status);

        var run = Run();

        (await run.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackApiException>()).Which.Should().BeOfType(type);
        Wire.Requests.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(403, typeof(FlapjackPermissionException))]
    [InlineData(404, typeof(FlapjackNotFoundException))]
    public async Task Every_other_refusal_is_thrown_at_once(int status, Type type)
    {
        Wire.Answers(ExecPath, NotReady, new Answer(status));
        Statuses("ready");

        var run = Run();

        (await run.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackApiException>()).Which.Should().BeOfType(type);
        Wire.Requests.Should().HaveCount(3);
    }

    [Fact]
    public async Task Trouble_while_waiting_is_no_unknown_outcome()
    {
        Wire.Answers(ExecPath, NotReady.With("Flapjack-Extensions", "idempotent-exec, resume, stop"));
        Wire.Answers(StatusPath, new Answer(500, """{"error":"INTERNAL"}"""));

        var run = Run();

        (await run.Invoking(task => task.Soon()).Should().ThrowExactlyAsync<FlapjackApiException>()).Which.ErrorCode.Should().Be("INTERNAL");
        Wire.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task Whoever_cancels_while_waiting_has_nothing_to_stop()
    {
        using var cancel = new CancellationTokenSource();
        Wire.Answers(ExecPath, NotReady.With("Flapjack-Extensions", "idempotent-exec, resume, stop"));
        Statuses("waking");
        Wire.Answers(StreamPath, new Answer(404));
        var run = ClientWith(Configure).RunComputerAsync("a1", Waiting, cancel.Token);
        await _clock.Armed(Pause);

        await cancel.CancelAsync();

        (await run.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
        Wire.Requests.Should().OnlyContain(request => request.Method != "DELETE");
        Wire.Requests.Count(request => request.Path == ExecPath).Should().Be(1);
    }

    [Fact]
    public async Task A_command_that_may_have_started_is_not_waited_for()
    {
        const string Announced = "idempotent-exec, resume";
        Wire.Answers(ExecPath, new Answer(503).With("Flapjack-Extensions", Announced), NotReady.With("Flapjack-Extensions", Announced));

        var run = ClientWith(_ => { }).RunComputerAsync("a1", Waiting);

        await run.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackStreamInterruptedException>();
        Wire.Requests.Select(request => request.Path).Should().Equal(ExecPath, ExecPath);
    }

    [Fact]
    public async Task Without_the_option_a_computer_that_is_not_ready_refuses_at_once()
    {
        Wire.Answers(ExecPath, NotReady);

        var run = Client.RunComputerAsync("a1", new() { Command = "x" });

        await run.Invoking(task => task.Soon()).Should().ThrowAsync<ComputerNotReadyException>().WithMessage("*WaitUntilComputerReadyAsync*");
        Wire.Requests.Should().HaveCount(1);
    }

    private static ExecComputerOptions Waiting => new() { Command = "x", WaitForReady = true };

    private void Statuses(params string[] statuses) =>
        Wire.Answers(StatusPath, [.. statuses.Select(status => Answer.Json($$$"""{"computer":{"id":"heyo","status":"{{{status}}}"},"signals":{}}"""))]);

    private Task<ComputerExecResult> Run() => ClientWith(Configure).RunComputerAsync("a1", Waiting);

    private void Configure(FlapjackClientOptions options) => (options.TimeProvider, options.MaxRetries) = (_clock, 0);
}
