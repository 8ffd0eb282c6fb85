using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Exec;

/// <summary>
/// A command with <c>WaitForReady</c> on a computer whose bootstrap fails or has failed: in whatever order the service tells of it, the caller
/// gets the reason and the end of the standard error.
/// </summary>
public sealed class WaitForFailedComputerTests : WireTest
{
    private const string ExecPath = "/api/agents/a1/computer/exec";
    private const string StatusPath = "/api/agents/a1/computer/status";
    private const string StreamPath = "/api/agents/a1/computer/bootstrap/stream";
    private const string Failed = "event: done\ndata: {\"status\":\"error\",\"exitCode\":127,\"stderrTail\":\"cargo: not found\"}\n\n";
    private const string Cut = "event: log\ndata: {\"chunk\":\"x\"}\n\n";

    private static readonly Answer NotReady = new(409, """{"error":"SANDBOX_NOT_READY","detail":"It is bootstrapping"}""");
    private static readonly Answer Gone = new(410, """{"error":"SANDBOX_DESTROYED","detail":"The computer is in state 'error'"}""");

    private readonly TestClock _clock = new();

    public static TheoryData<int, string, string[]> Orders => new()
    {
        // The command's refusal, the statuses, what the bootstrap's stream gives in turn.
        { 410, "error", [Failed] },
        { 410, "bootstrapping", [Failed] },
        { 410, "bootstrapping,error", [Cut, Failed] },
        { 410, "error,error", [Cut, Failed] },
        { 409, "error", [Failed] },
        { 409, "bootstrapping", [Failed] },
        { 409, "bootstrapping,error", [Cut, Failed] },
        { 409, "error,error", [Cut, Failed] },
        { 410, "stopping", [Failed] },
        { 409, "waking,error", ["event: done\ndata: {\"status\":\"error\",\"exitCode\":127,\"stderrTail\":\"cargo: not found\"}\n\n"] },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task The_reason_is_told(int refusal, string statuses, string[] streams)
    {
        Wire.Answers(ExecPath, refusal == 410 ? Gone : NotReady);
        Statuses(statuses.Split(','));
        Wire.Answers(StreamPath, [.. streams.Select(Answer.Events)]);

        var failure = (await Run().Awaiting(task => task.Soon()).Should().ThrowAsync<ComputerBootstrapFailedException>()).Which;

        (failure.ExitCode, failure.StderrTail).Should().Be((127, "cargo: not found"));
        failure.Message.Should().Contain("cargo: not found");
        Wire.Requests.Count(request => request.Path == ExecPath).Should().Be(1);
    }

    [Fact]
    public async Task A_computer_that_fails_between_two_refusals_is_not_said_to_be_gone()
    {
        // The first status is as old as the service's cache allows: it tells of the run before.
        Wire.Answers(ExecPath, NotReady, Gone);
        Statuses("ready", "error");
        Wire.Answers(StreamPath, Answer.Events(Failed));
        var run = Run();
        await _clock.Pass(TimeSpan.FromSeconds(10));

        (await run.Awaiting(task => task.Soon()).Should().ThrowAsync<ComputerBootstrapFailedException>()).Which.StderrTail.Should().Be("cargo: not found");
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("destroyed")]
    public async Task A_computer_that_is_destroyed_between_two_refusals_is_gone_as_soon_as_the_status_can_be_new(string status)
    {
        Wire.Answers(ExecPath, NotReady, Gone);
        Statuses("ready", status);
        var run = Run();
        await _clock.Pass(TimeSpan.FromSeconds(10));

        (await run.Awaiting(task => task.Soon()).Should().ThrowAsync<ComputerDestroyedException>()).Which.ErrorCode.Should().Be("SANDBOX_DESTROYED");
    }

    [Theory]
    [InlineData("error")]
    [InlineData("bootstrapping,error")]
    public async Task A_failure_of_which_the_service_tells_no_more_is_one_all_the_same(string statuses)
    {
        Wire.Answers(ExecPath, Gone);
        Statuses(statuses.Split(','));
        Wire.Answers(StreamPath, new Answer(404));

        (await Run().Awaiting(task => task.Soon()).Should().ThrowAsync<ComputerBootstrapFailedException>()).Which.StderrTail.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"computer":{"status":"destroyed"}}""", 200)]
    [InlineData("""{"computer":{"status":"none"}}""", 200)]
    [InlineData("""{"error":"NOT_FOUND"}""", 404)]
    [InlineData("""{"error":"INTERNAL"}""", 500)]
    public async Task A_computer_that_is_gone_stays_gone(string status, int code)
    {
        Wire.Answers(ExecPath, Gone);
        Wire.Answers(StatusPath, new Answer(code, status));

        var thrown = (await Run().Awaiting(task => task.Soon()).Should().ThrowAsync<ComputerDestroyedException>()).Which;

        (thrown.ErrorCode, (int)thrown.StatusCode).Should().Be(("SANDBOX_DESTROYED", 410));
        Wire.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_computer_that_is_being_made_anew_gets_the_command()
    {
        Wire.Answers(ExecPath, Gone, Answer.Events(Frames.Exec));
        Statuses("bootstrapping", "ready");
        Wire.Answers(StreamPath, Answer.Events("event: done\ndata: {\"status\":\"ready\",\"exitCode\":0}\n\n"));

        (await Run().Soon()).Ok.Should().BeTrue();
    }

    [Fact]
    public async Task A_service_that_contradicts_itself_is_believed_the_second_time()
    {
        Wire.Answers(ExecPath, Gone);
        Statuses("ready");

        await Run().Awaiting(task => task.Soon()).Should().ThrowAsync<ComputerDestroyedException>();

        Wire.Requests.Select(request => request.Path).Should().Equal(ExecPath, StatusPath, ExecPath);
    }

    [Fact]
    public async Task Without_the_option_a_410_is_thrown_at_once()
    {
        Wire.Answers(ExecPath, Gone);

        await Client.Awaiting(client => client.RunComputerAsync("a1", new() { Command = "x" }).Soon()).Should().ThrowAsync<ComputerDestroyedException>();

        Wire.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_computer_that_broke_after_a_good_bootstrap_is_not_said_to_have_failed_its_bootstrap()
    {
        Statuses("error");
        Wire.Answers(StreamPath, Answer.Events("event: done\ndata: {\"status\":\"ready\",\"exitCode\":0}\n\n"));

        var wait = ClientWith(Configure).WaitUntilComputerReadyAsync("a1");
        await _clock.Pass(TimeSpan.FromSeconds(10));

        (await wait.Awaiting(task => task.Soon()).Should().ThrowAsync<ComputerBootstrapFailedException>())
            .Which.Message.Should().Contain("although its bootstrap had succeeded").And.Contain("CreateAgentFromTemplateAsync");
    }

    private void Statuses(params string[] statuses) =>
        Wire.Answers(StatusPath, [.. statuses.Select(status => Answer.Json($$$"""{"computer":{"id":"heyo","status":"{{{status}}}"},"signals":{}}"""))]);

    private Task<ComputerExecResult> Run() => ClientWith(Configure).RunComputerAsync("a1", new() { Command = "x", WaitForReady = true });

    private void Configure(FlapjackClientOptions options) => (options.TimeProvider, options.MaxRetries) = (_clock, 0);
}
