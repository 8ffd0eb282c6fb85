using System.Net;
using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Computers.Exec;

public sealed class ExecTests : WireTest
{
    private const string Path = "/v1/computers/c1/exec";

    [Fact]
    public async Task A_program_is_sent_as_it_is_and_its_end_is_read()
    {
        Wire.Answers(Path, """{"exit_code":3,"stdout":"out","stderr":"err","duration_ms":41,"pid":7}""");

        var result = await Client.ExecAsync("c1", new()
        {
            Command = ["ls", "-la", "a b"],
            Cwd = "/tmp",
            Env = new Dictionary<string, string> { ["LANG"] = "C" },
            Timeout = TimeSpan.FromSeconds(60),
            User = "root",
        }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(
            ("POST", Path, """{"command":["ls","-la","a b"],"cwd":"/tmp","env":{"LANG":"C"},"timeout_ms":60000,"user":"root"}"""));
        (result.ExitCode, result.Stdout, result.Stderr, result.DurationMs, result.Succeeded).Should().Be((3, "out", "err", 41, false));
        result.AdditionalProperties.Should().ContainKey("pid");
    }

    [Fact]
    public async Task The_timeout_is_always_sent_because_the_result_is_judged_by_it()
    {
        Wire.Answers(Path, """{"exit_code":0,"duration_ms":29999}""");

        var result = await Client.ExecAsync("c1", new() { Command = ["true"] }).Soon();

        Wire.Request.Body.Should().Be("""{"command":["true"],"timeout_ms":30000}""");
        (result.ExitCode, result.Stdout, result.Stderr, result.Succeeded).Should().Be((0, "", "", true));
    }

    [Theory]
    [InlineData("""{"duration_ms":1}""", 0)]
    [InlineData("""{"exit_code":-1,"duration_ms":1}""", -1)]
    [InlineData("""{"exit_code":"7","duration_ms":1}""", 7)]
    [InlineData("""{"exit_code":null,"duration_ms":1}""", null)]
    [InlineData("""{"exit_code":"killed","duration_ms":1}""", null)]
    [InlineData("""{"exit_code":0.5,"duration_ms":1}""", null)]
    public async Task A_code_that_is_left_out_is_zero_and_a_code_that_is_none_is_no_success(string json, int? code)
    {
        Wire.Answers(Path, json);

        var result = await Client.ExecAsync("c1", new() { Command = ["x"] }).Soon();

        (result.ExitCode, result.Succeeded).Should().Be((code, code == 0));
    }

    [Theory]
    [InlineData(0, 30_000)]
    [InlineData(0, 30_500)]
    [InlineData(-1, 30_001)]
    [InlineData(137, 300_000)]
    public async Task A_program_that_ran_as_long_as_its_timeout_is_no_success_whatever_its_code(int code, int ran)
    {
        Wire.Answers(Path, $$"""{"exit_code":{{code}},"stdout":"half","stderr":"a line","duration_ms":{{ran}}}""");

        var run = () => Client.ExecAsync("c1", new() { Command = ["sleep", "99"] }).Soon();

        var late = (await run.Should().ThrowAsync<ExecTimedOutException>().WithMessage("POST /v1/computers/c1/exec: the program ran into its timeout of 30 s. What it had written is in Output.*")).Which;
        late.Timeout.Should().Be(TimeSpan.FromSeconds(30));
        (late.Output!.Stdout, late.Output.Stderr, late.Output.Succeeded).Should().Be(("half", "a line", false));
    }

    [Fact]
    public async Task The_refusal_of_a_program_that_was_stopped_carries_what_it_had_written()
    {
        Wire.Answers(Path, new Answer(408, """{"error":{"code":"exec_timeout","message":"stopped after 1 s","stdout":"half","stderr":"a line","duration_ms":1003}}"""));

        var run = () => Client.ExecAsync("c1", new() { Command = ["sleep", "99"], Timeout = TimeSpan.FromSeconds(1) }).Soon();

        var late = (await run.Should().ThrowAsync<ExecTimedOutException>()).Which;
        (late.Output!.Stdout, late.Output.Stderr, late.Output.DurationMs, late.Output.ExitCode).Should().Be(("half", "a line", 1003, null));
        late.InnerException.Should().BeOfType<AgentComputerApiException>().Which.StatusCode.Should().Be(HttpStatusCode.RequestTimeout);
        Wire.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Another_408_says_nothing_about_the_program()
    {
        Wire.Answers(Path, new Answer(408, """{"error":"request took too long"}"""));

        var run = () => Client.ExecAsync("c1", new() { Command = ["x"] }).Soon();

        (await run.Should().ThrowAsync<AgentComputerApiException>()).Which.Detail.Should().Be("request took too long");
        Wire.Requests.Should().ContainSingle("the program may have run");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_program_that_may_have_started_is_not_sent_again(int status)
    {
        Wire.Answers(Path, new Answer(status, "{}"), Answer.Json("""{"exit_code":0}"""));

        var run = () => Client.ExecAsync("c1", new() { Command = ["x"] }).Soon();

        await run.Should().ThrowAsync<AgentComputerApiException>();
        Wire.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_program_that_was_never_started_is_sent_again()
    {
        Wire.Answers(Path, new Answer(429, "{}").With("Retry-After", "0"), Answer.Json("""{"exit_code":0,"duration_ms":1}"""));

        (await Client.ExecAsync("c1", new() { Command = ["x"] }).Soon()).Succeeded.Should().BeTrue();

        Wire.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_stopped_computer_is_a_conflict_that_says_what_to_do()
    {
        Wire.Answers(Path, new Answer(409, """{"error":{"code":"computer_not_running","message":"it is stopped"}}"""));

        var run = () => Client.ExecAsync("c1", new() { Command = ["x"] }).Soon();

        await run.Should().ThrowAsync<AgentComputerConflictException>()
            .WithMessage("POST /v1/computers/c1/exec was answered 409 computer_not_running: it is stopped. Start the computer with EnsureReadyAsync.");
    }

    [Fact]
    public void A_command_without_a_program_is_refused_before_anything_is_sent()
    {
        IReadOnlyList<string>[] commands = [null!, [], [""], [null!]];

        commands.Should().AllSatisfy(command => Refused(new() { Command = command }, "Command must name a program*"));
        Refused(new() { Command = ["x", "\ud800"] }, "*half a character*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(300.001)]
    public void A_timeout_that_the_service_would_change_is_refused(double seconds) =>
        Refused(new() { Command = ["x"], Timeout = TimeSpan.FromSeconds(seconds) }, "Timeout must be more than zero and at most 300 s*");

    [Fact]
    public async Task The_longest_timeout_is_sent()
    {
        Wire.Answers(Path, """{"exit_code":0,"duration_ms":1}""");

        await Client.ExecAsync("c1", new() { Command = ["x"], Timeout = ExecRequest.MaxTimeout }).Soon();

        Wire.Request.Body.Should().Be("""{"command":["x"],"timeout_ms":300000}""");
    }

    private void Refused(ExecRequest request, string message)
    {
        var run = () => { _ = Client.ExecAsync("c1", request); };

        run.Should().Throw<ArgumentException>().WithMessage(message).WithParameterName(nameof(request));
        Wire.Requests.Should().BeEmpty();
    }
}
