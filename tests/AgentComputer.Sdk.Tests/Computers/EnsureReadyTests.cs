using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Computers;

public sealed class EnsureReadyTests : WireTest
{
    private const string One = "/v1/computers/c1";
    private const string Ensure = $"{One}/actions/ensure-ready";

    private readonly TestClock _clock = new();

    [Fact]
    public async Task A_computer_is_asked_every_two_seconds_until_it_runs()
    {
        Wire.Answers(One, Is("provisioning"), Is("dreaming"), Is("running"));
        var wait = Waiting.WaitUntilRunningAsync("c1");

        await _clock.Pass(TimeSpan.FromSeconds(2));
        await _clock.Pass(TimeSpan.FromSeconds(2));

        (await wait.Soon()).State.Should().Be(ComputerState.Running);
        Wire.Requests.Should().HaveCount(3);
    }

    [Theory]
    [InlineData("failed", "The computer c1 will not run by itself: it is failed (disk broke). Delete it, or restore a snapshot.")]
    [InlineData("deleted", "The computer c1 will not run by itself: it is deleted (disk broke). Create another computer.")]
    [InlineData("stopped", "The computer c1 will not run by itself: it is stopped (disk broke). EnsureReadyAsync would start it.")]
    public async Task A_computer_that_would_never_run_ends_the_wait(string state, string message)
    {
        Wire.Answers(One, $$$"""{"computer":{"id":"c1","state":"{{{state}}}","failure_reason":"disk broke"}}""");

        var wait = () => Waiting.WaitUntilRunningAsync("c1").Soon();

        (await wait.Should().ThrowAsync<ComputerNotRunningException>().WithMessage(message)).Which.Computer.FailureReason.Should().Be("disk broke");
    }

    [Fact]
    public async Task The_wait_ends_after_three_minutes()
    {
        Wire.Answers(One, Is("starting"));
        var wait = Waiting.WaitUntilRunningAsync("c1");
        await _clock.Armed(TimeSpan.FromSeconds(2));

        _clock.Advance(TimeSpan.FromSeconds(180));

        var late = (await wait.Awaiting(call => call.Soon()).Should().ThrowAsync<AgentComputerTimeoutException>()).Which;
        (late.Budget, late.Timeout).Should().Be((AgentComputerTimeoutBudget.Ready, TimeSpan.FromSeconds(180)));
        late.Message.Should().Be("The computer c1 did not run within 180 s (the Ready budget, WaitOptions.Timeout); it was starting when it was last read. The service goes on.");
    }

    [Fact]
    public async Task A_computer_that_runs_is_ready_at_once()
    {
        Wire.Answers(Ensure, new Answer(202, """{"computer":{"id":"c1","state":"running"}}"""));

        (await Waiting.EnsureReadyAsync("c1").Soon()).Id.Should().Be("c1");

        Wire.Request.Path.Should().Be(Ensure);
    }

    [Fact]
    public async Task A_stopped_computer_is_waited_for_through_its_operation_so_that_its_old_state_does_not_end_the_wait()
    {
        Wire.Answers(Ensure, new Answer(202, """{"computer":{"id":"c1","state":"stopped"},"operation":{"id":"o1","status":"queued"}}"""));
        Wire.Answers("/v1/operations/o1", Answer.Json("""{"operation":{"id":"o1","status":"running"}}"""), Answer.Json("""{"operation":{"id":"o1","status":"succeeded"}}"""));
        Wire.Answers(One, Is("starting"), Is("running"));
        var wait = Waiting.EnsureReadyAsync("c1");

        await _clock.Pass(TimeSpan.FromSeconds(2));
        await _clock.Pass(TimeSpan.FromSeconds(2));

        (await wait.Soon()).State.Should().Be(ComputerState.Running);
        Wire.Requests.Select(request => $"{request.Method} {request.Path}").Should().Equal(
            $"POST {Ensure}", "GET /v1/operations/o1", "GET /v1/operations/o1", $"GET {One}", $"GET {One}");
    }

    [Fact]
    public async Task An_operation_that_fails_ends_the_wait()
    {
        Wire.Answers(Ensure, new Answer(202, """{"computer":{"id":"c1","state":"stopped"},"operation":{"id":"o1"}}"""));
        Wire.Answers("/v1/operations/o1", """{"operation":{"id":"o1","status":"failed","error_message":"no room"}}""");

        var wait = () => Waiting.EnsureReadyAsync("c1").Soon();

        await wait.Should().ThrowAsync<OperationFailedException>().WithMessage("*no room.");
    }

    [Fact]
    public async Task The_operation_and_the_computer_share_one_limit()
    {
        Wire.Answers(Ensure, new Answer(202, """{"operation":{"id":"o1"}}"""));
        Wire.Answers("/v1/operations/o1", Answer.Json("""{"operation":{"id":"o1","status":"running"}}"""), Answer.Json("""{"operation":{"id":"o1","status":"succeeded"}}"""));
        Wire.Answers(One, Is("starting"));
        var wait = Waiting.EnsureReadyAsync("c1", new() { Interval = TimeSpan.FromSeconds(6), Timeout = TimeSpan.FromSeconds(10) });

        await _clock.Pass(TimeSpan.FromSeconds(6));
        await _clock.Armed(TimeSpan.FromSeconds(6));
        _clock.Advance(TimeSpan.FromSeconds(4));

        (await wait.Awaiting(call => call.Soon()).Should().ThrowAsync<AgentComputerTimeoutException>()).Which.Budget.Should().Be(AgentComputerTimeoutBudget.Ready);
    }

    [Fact]
    public async Task To_ask_for_a_computer_to_be_ready_is_repeated_because_it_does_the_same_however_often_it_arrives()
    {
        Wire.Answers(Ensure, new Answer(503, "{}"), new Answer(202, """{"computer":{"state":"running"}}"""));

        await Client.EnsureReadyAsync("c1").Soon();

        Wire.Requests.Should().HaveCount(2);
    }

    private AgentComputerClient Waiting => ClientWith(options => options.TimeProvider = _clock);

    private static Answer Is(string state) => Answer.Json($$$"""{"computer":{"id":"c1","state":"{{{state}}}"}}""");
}
