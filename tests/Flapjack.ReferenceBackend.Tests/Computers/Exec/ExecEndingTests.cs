using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class ExecEndingTests(ComputerFixture computer) : IClassFixture<ComputerFixture>
{
    [Theory]
    [InlineData("exit 0", 0, true)]
    [InlineData("exit 1", 1, false)]
    [InlineData("exit 255", 255, false)]
    [InlineData("no-such-command-xyz", 127, false)]
    [InlineData("/etc", 126, false)]
    [InlineData("if", 2, false)]
    [InlineData("kill -TERM $$", 143, false)]
    [InlineData("kill -KILL $$", 137, false)]
    [InlineData("bash -c 'kill -SEGV $$'", 139, false)]
    [InlineData("yes | head -1 >/dev/null; exit ${PIPESTATUS[0]}", 141, false)]
    [InlineData("set -o pipefail; yes | head -1", 141, false)]
    public async Task The_exit_code_is_that_of_the_shell_or_128_and_the_signal(string command, int exitCode, bool ok)
    {
        var ran = await computer.RunAsync(command);

        ran.ExitCode.Should().Be(exitCode);
        ran.Frames[^1].Data.GetProperty("ok").GetBoolean().Should().Be(ok);
    }

    [Fact]
    public async Task A_timeout_kills_the_whole_tree_and_keeps_the_output()
    {
        var clock = new FakeTimeProvider();
        await using var own = await TestBackend.StartAsync(options => options.TimeProvider = clock);
        var agent = await own.CreateReadyAgentAsync();
        var home = await own.HomeOfAsync(agent);
        using var stream = await own.ExecAsync(
            agent,
            """
            trap '' TERM INT HUP
            echo kept; echo kept too >&2
            echo $$ >>~/tree
            (sleep 1000 & echo $! >>~/tree; wait) &
            setsid bash -c 'echo $$ >>~/tree; sleep 1000' &
            (setsid setsid bash -c 'echo $$ >>~/tree; sleep 1000 & wait' &) &
            until [ "$(wc -l <~/tree)" = 4 ]; do sleep 0.01; done
            echo complete
            while :; do sleep 1000; done
            """,
            ""","timeoutSec":30""");
        await stream.ReadUntilPrintedAsync("complete");
        var tree = File.ReadAllLines(Path.Combine(home, "tree")).Select(int.Parse).ToArray();
        tree.Should().OnlyContain(id => HostProcesses.IsAlive(id));

        clock.Advance(TimeSpan.FromSeconds(30));
        var exit = await stream.ReadUntilAsync(frame => frame.Event == "exit");

        exit.Data.GetProperty("exitCode").GetInt32().Should().Be(124);
        exit.Data.GetProperty("ok").GetBoolean().Should().BeFalse();
        exit.Data.GetProperty("durationMs").GetInt64().Should().Be(30_000);
        tree.Should().NotContain(id => HostProcesses.IsAlive(id), "the exit is told when all of it is dead");
    }

    [Fact]
    public async Task A_timeout_of_a_second_is_one_of_real_time()
    {
        await using var own = await TestBackend.StartAsync();
        var agent = await own.CreateReadyAgentAsync();

        var ran = await own.RunAsync(agent, "sleep 1000; echo after", ""","timeoutSec":1""");

        ran.Stdout.Should().BeEmpty();
        ran.ExitCode.Should().Be(124);
        ran.Frames[^1].Data.GetProperty("durationMs").GetInt64().Should().BeInRange(1_000, 60_000);
    }

    [Fact]
    public async Task A_timeout_ends_a_command_that_nobody_reads()
    {
        var clock = new FakeTimeProvider();
        await using var own = await TestBackend.StartAsync(options => options.TimeProvider = clock);
        using var stream = await own.ExecAsync(await own.CreateReadyAgentAsync(), "echo $$; exec yes", ""","timeoutSec":1""");
        var process = int.Parse((await stream.ReadUntilPrintedAsync("\n")).Chunk.Split('\n')[0], null);

        clock.Advance(TimeSpan.FromSeconds(1));
        await HostProcesses.EndAsync(process);
        var exit = await stream.ReadUntilAsync(frame => frame.Event == "exit");

        exit.Data.GetProperty("exitCode").GetInt32().Should().Be(124);
    }

    [Fact]
    public async Task The_default_timeout_is_two_minutes()
    {
        var clock = new FakeTimeProvider();
        await using var own = await TestBackend.StartAsync(options => options.TimeProvider = clock);
        using var stream = await own.ExecAsync(await own.CreateReadyAgentAsync(), "echo begun; sleep 1000");
        await stream.ReadUntilPrintedAsync("begun");

        clock.Advance(TimeSpan.FromSeconds(119));
        clock.Advance(TimeSpan.FromSeconds(1));
        var exit = await stream.ReadUntilAsync(frame => frame.Event == "exit");

        exit.Data.GetProperty("exitCode").GetInt32().Should().Be(124);
        exit.Data.GetProperty("durationMs").GetInt64().Should().Be(120_000);
    }

    [Theory]
    [InlineData("echo begun; sleep 1000")]
    [InlineData("echo begun; setsid sleep 1000 & sleep 1000")]
    [InlineData("echo begun; exec yes")]
    [InlineData("trap '' TERM HUP INT PIPE; echo begun; while :; do echo more; done")]
    public async Task Whoever_hangs_up_ends_the_command(string command)
    {
        var agent = await computer.Backend.CreateReadyAgentAsync();
        var home = await computer.Backend.HomeOfAsync(agent);
        using (var stream = await computer.Backend.ExecAsync(agent, command))
        {
            await stream.ReadUntilPrintedAsync("begun");
            // In the midst of an exec a process has no environment for an instant.
            await Eventually.HoldsAsync(() => ProcessesOf(agent, home).Length > 0, "the command runs");
        }

        await Eventually.HoldsAsync(() => ProcessesOf(agent, home).Length == 0, "the command has lost its reader");
    }

    [Fact]
    public async Task Whoever_hangs_up_without_having_read_anything_ends_the_command_too()
    {
        var agent = await computer.Backend.CreateReadyAgentAsync();
        var home = await computer.Backend.HomeOfAsync(agent);
        using (await computer.Backend.ExecAsync(agent, "echo $$ >~/stalled; exec yes"))
        {
            await Eventually.HoldsAsync(() => File.Exists(Path.Combine(home, "stalled")), "the command has begun");
        }

        await Eventually.HoldsAsync(() => ProcessesOf(agent, home).Length == 0, "the command has lost its reader");
    }

    [Fact]
    public async Task A_background_process_does_not_delay_the_exit_and_lives_on()
    {
        using var stream = await computer.ExecAsync("sleep 1000 & echo $!; setsid sleep 1000 & echo $!; echo bye");

        var ran = new ExecOutcome(await stream.ReadFramesAsync());

        var processes = ran.Stdout.Split('\n')[..2].Select(int.Parse).ToArray();
        ran.Stdout.Should().EndWith("bye\n");
        ran.ExitCode.Should().Be(0);
        processes.Should().OnlyContain(id => HostProcesses.IsAlive(id));
    }

    [Fact]
    public async Task A_background_process_may_write_more_than_a_pipe_holds()
    {
        var ran = await computer.RunAsync($"({ComputerFixture.WaitAt("talk")}; seq 500000; seq 500000 >&2; echo $? >~/talked) & echo started");

        computer.Open("talk");

        ran.Stdout.Should().Be("started\n");
        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(computer.Home, "talked")), "nobody reads it, but it must not block");
    }

    [Fact]
    public async Task A_background_process_that_writes_without_end_does_not_delay_the_exit()
    {
        var ran = await computer.RunAsync("yes & echo $! >~/endless");

        ran.ExitCode.Should().Be(0);
        HostProcesses.IsAlive(computer.ProcessesIn("endless")[0]).Should().BeTrue();
        await computer.RunAsync("kill $(cat ~/endless)");
    }

    [Fact]
    public async Task The_next_command_does_not_end_what_the_one_before_left_running()
    {
        await using var own = await TestBackend.StartAsync();
        var agent = await own.CreateReadyAgentAsync();
        var first = await own.RunAsync(agent, "sleep 1000 >/dev/null & echo $!");

        var second = await own.RunAsync(agent, "sleep 1000", ""","timeoutSec":1""");

        second.ExitCode.Should().Be(124);
        HostProcesses.IsAlive(int.Parse(first.Stdout, null)).Should().BeTrue();
    }

    [Fact]
    public async Task Thirty_commands_run_at_once()
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => computer.ExecAsync($"echo {i}; {ComputerFixture.WaitAt("thirty")}; exit {i}")));
        await Task.WhenAll(streams.Select((stream, i) => stream.ReadUntilPrintedAsync($"{i}\n")));

        computer.Open("thirty");
        var exits = await Task.WhenAll(streams.Select(stream => stream.ReadUntilAsync(frame => frame.Event == "exit")));

        exits.Select(exit => exit.Data.GetProperty("exitCode").GetInt32()).Should().Equal(Enumerable.Range(0, 30));
        Array.ForEach(streams, stream => stream.Dispose());
    }

    /// <summary>The processes of the agent's commands. The shell that waits for the next command is none of them.</summary>
    private int[] ProcessesOf(string agent, string home) =>
        [.. HostProcesses.WithEnvironment($"HOME={home}").Where(id => id != computer.Backend.Backend.ComputerOf(agent).Processes.Ahead.Shell?.Child.Id)];
}
