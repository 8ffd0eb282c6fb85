using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Chat.Computers;

/// <summary>What a model is told of a command, and what becomes of a command that does not end well.</summary>
public sealed class ComputerRunTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private readonly ComputerToolbox _tools = new(computer.Server, computer.Clock);

    [Fact]
    public async Task A_command_that_fails_is_no_failure_of_the_tool()
    {
        var outcome = await RunAsync("echo out; echo err >&2; exit 3");

        outcome.Answer().GetRawText().Should().Be("""{"exitCode":3,"stdout":"out\n","stderr":"err\n","timedOut":false}""");
    }

    [Fact]
    public async Task A_signal_that_ended_the_command_is_told()
    {
        var outcome = await RunAsync("kill -KILL $$");

        outcome.Answer().GetRawText().Should().Be("""{"exitCode":137,"stdout":"","stderr":"","timedOut":false,"signal":"SIGKILL"}""");
    }

    [Fact]
    public async Task A_command_runs_where_it_is_told_to()
    {
        await RunAsync("mkdir -p 'deep er/down'");

        var outcome = await RunAsync("pwd -P | grep -o '/workspace/.*'", ""","workingDir":"/workspace/deep er/down" """);

        outcome.Answer().GetProperty("stdout").GetString().Should().Be("/workspace/deep er/down\n");
    }

    [Fact]
    public async Task Of_much_output_the_beginning_and_the_end_are_told()
    {
        var stdout = (await RunAsync("seq 1 100000; echo e >&2")).Answer().GetProperty("stdout").GetString()!;

        var marker = stdout.Split('\n').Single(line => line.StartsWith('['));
        marker.Should().Be("[523359 bytes are left out here. Write the output to a file, and read the parts that you need.]");
        stdout.Should().StartWith("1\n2\n3\n").And.EndWith("99999\n100000\n");
        // seq writes 588,895 bytes; the marker stands in a line of its own.
        (stdout.Length - marker.Length - 2 + 523_359).Should().Be(588_895);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_told_as_such()
    {
        (await RunAsync(@"printf 'a\xffb'")).Answer().GetProperty("stdout").GetString().Should().Be("a\uFFFDb");
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_stopped_and_says_so()
    {
        await RunAsync("mkfifo started");
        var run = RunAsync("echo >started; sleep 1000", ",\"timeoutSec\":7");
        await computer.ReadPipeAsync("workspace/started");

        computer.Clock.Advance(TimeSpan.FromSeconds(7));

        var answer = (await run).Answer();
        answer.GetProperty("timedOut").GetBoolean().Should().BeTrue();
        answer.GetProperty("exitCode").GetInt32().Should().Be(124);
        answer.GetProperty("note").GetString().Should().Be(
            "The command was stopped after 7 s. Allow it more by timeoutSec, at most 3600, or start it in the background.");
    }

    [Fact]
    public async Task A_command_of_a_turn_that_is_stopped_is_dead_with_all_that_it_started()
    {
        using var turn = new CancellationTokenSource();
        await RunAsync("mkfifo alive");
        var run = _tools.RunAsync(computer.Agent, "exec 3>alive; echo begun >&3; sleep 1000 & sleep 1000", cancellationToken: turn.Token);
        using var alive = new StreamReader(await Task.Run(() => File.OpenRead(computer.InHome("workspace/alive"))));
        (await alive.ReadLineAsync()).Should().Be("begun");

        await turn.CancelAsync();

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();
        // The pipe ends when nobody holds it any more.
        (await alive.ReadToEndAsync().WaitAsync(TestBackend.Patience)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_turn_that_is_stopped_already_starts_nothing()
    {
        using var turn = new CancellationTokenSource();
        await turn.CancelAsync();

        await FluentActions.Awaiting(() => _tools.RunAsync(computer.Agent, "echo >started-late", cancellationToken: turn.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        (await RunAsync("cat started-late")).Answer().GetProperty("exitCode").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task The_audit_log_names_the_person_of_the_turn()
    {
        await RunAsync("exit 5");

        var row = (await computer.Server.Backend.ReadAuditLogAsync(computer.Agent)).Last(row => row.ExitCode == 5);
        (row.Action, row.ActorKind, row.ActorId).Should().Be(("exec", "user", "ada"));
    }

    [Theory]
    [InlineData("{}", "command is required")]
    [InlineData("""{"command":7}""", "command must be")]
    [InlineData("""{"command":" "}""", "command is required")]
    [InlineData("""{"command":"true","timeoutSec":0}""", "timeoutSec must be a whole number from 1 to 3600")]
    [InlineData("""{"command":"true","timeoutSec":3601}""", "timeoutSec must be a whole number from 1 to 3600")]
    [InlineData("""{"command":"true","workingDir":"/etc"}""", "workingDir '/etc' must be a directory inside /workspace")]
    [InlineData("""{"command":"true","workingDir":"../.."}""", "workingDir '../..' must be a directory inside /workspace")]
    public async Task Wrong_arguments_are_told(string arguments, string message)
    {
        (await _tools.CallAsync(computer.Agent, "computer_run", arguments)).Fault().Should().StartWith(message);
    }

    [Fact]
    public async Task Fifty_commands_run_at_once_where_there_are_no_limits()
    {
        const int Count = 50;
        await RunAsync("mkfifo here go");
        using var here = new FileStream(computer.InHome("workspace/here"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        using var go = new FileStream(computer.InHome("workspace/go"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);

        var runs = Enumerable.Range(0, Count).Select(number => RunAsync($"echo >here; read <go; echo {number}")).ToArray();
        var arrived = new byte[1];
        for (var count = 0; count < Count; count++)
        {
            // None of them is let go before all of them run.
            await Task.Run(() => here.ReadExactly(arrived)).WaitAsync(TestBackend.Patience);
        }

        go.Write(Enumerable.Repeat((byte)'\n', Count).ToArray());
        var outcomes = await Task.WhenAll(runs);

        outcomes.Select(outcome => outcome.Answer().GetProperty("stdout").GetString()).Should().Equal(Enumerable.Range(0, Count).Select(number => $"{number}\n"));
    }

    private Task<ToolOutcome> RunAsync(string command, string more = "") => _tools.RunAsync(computer.Agent, command, more);
}
