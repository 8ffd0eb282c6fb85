using System.Diagnostics;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers.Shells;
using Microsoft.Extensions.Time.Testing;
using static Flapjack.ReferenceBackend.Tests.Computers.Exec.ComputerFixture;

namespace Flapjack.ReferenceBackend.Tests.Computers.Isolation;

/// <summary>Isolated commands run, end and are ended as others do.</summary>
public sealed class CommandTests(IsolatedComputer computer) : IClassFixture<IsolatedComputer>
{
    // All that a process can do to be forgotten: another session, a double fork, deafness to all but KILL.
    private const string Zoo = """
        trap '' TERM INT HUP
        (sleep 1000 & wait) & setsid sleep 1000 & (setsid setsid bash -c 'trap "" TERM HUP; sleep 1000 & wait' &)
        nohup sleep 1000 >/dev/null 2>&1 & env -i /usr/bin/sleep 1000 & (cd /; exec -a other sleep 1000 <&- >&- 2>&-) &
        until [ $(grep -lsx sleep /proc/[0-9]*/comm | wc -l) -ge 6 ]; do sleep 0.01; done
        echo begun; while :; do sleep 1000; done
        """;

    [FactWithBubblewrap]
    public async Task The_exit_code_is_that_of_the_shell_or_128_and_the_signal()
    {
        (string Command, int ExitCode)[] cases =
        [
            ("exit 0", 0), ("exit 3", 3), ("exit 255", 255), ("no-such-command-xyz", 127), ("/etc", 126), ("if", 2), ("kill -TERM $$", 143),
            ("kill -KILL $$", 137), ("bash -c 'kill -SEGV $$'", 139), ("yes | head -1 >/dev/null; exit ${PIPESTATUS[0]}", 141),
        ];

        var codes = new List<int>();
        foreach (var (command, _) in cases)
        {
            codes.Add((await computer.RunAsync(command)).ExitCode);
        }

        codes.Should().Equal(cases.Select(it => it.ExitCode));
    }

    [FactWithBubblewrap]
    public async Task Any_text_comes_through_unchanged()
    {
        string[] texts = [.. ComputerEnvironmentTests.Values.Cast<object[]>().Select(row => (string)row[0]), "-c", "--", string.Concat(Enumerable.Repeat("ünï 🥞 ", 8_000))];

        foreach (var text in texts)
        {
            var ran = await computer.RunAsync($"printf %s '{text.Replace("'", @"'\''", StringComparison.Ordinal)}'; printf %s $# >&2");

            ran.Stdout.Should().Be(text);
            ran.Stderr.Should().Be("0");
        }
    }

    [FactWithBubblewrap]
    public async Task A_command_may_begin_with_dashes_or_look_like_an_assignment()
    {
        (await computer.RunAsync("--version")).ExitCode.Should().Be(127);
        (await computer.PrintedAsync("A=1 bash -c 'echo $A'")).Should().Be("1\n");
        (await computer.PrintedAsync("cat; read -r line; echo $?")).Should().Be("1\n", "there is nothing on standard input");
    }

    [FactWithBubblewrap]
    public async Task A_timeout_ends_all_that_the_command_started()
    {
        var clock = new FakeTimeProvider();
        await using var own = await IsolatedComputer.StartAsync(options => options.TimeProvider = clock);
        using var stream = await own.ExecAsync(Zoo, ""","timeoutSec":30""");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadUntilPrintedAsync("begun");

        clock.Advance(TimeSpan.FromSeconds(30));
        var exit = await stream.ReadUntilAsync(frame => frame.Event == "exit");

        exit.Data.GetProperty("exitCode").GetInt32().Should().Be(124);
        HostProcesses.WithEnvironment($"FLAPJACK_EXEC_ID={exec}").Should().BeEmpty();
    }

    [FactWithBubblewrap]
    public async Task A_stop_ends_all_that_the_command_started_also_what_has_shed_its_environment()
    {
        using var stream = await computer.ExecAsync(Zoo);
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadUntilPrintedAsync("begun");
        var sleepers = NeighboursOf(HostProcesses.WithEnvironment($"FLAPJACK_EXEC_ID={exec}"));
        sleepers.Should().HaveCountGreaterThan(7, "there are the six, the shell and bubblewrap");

        var answer = await computer.Backend.DeleteAsync($"/api/agents/{computer.AgentId}/computer/exec/{exec}");

        answer.Status.Should().Be(200);
        await HostProcesses.EndAsync(sleepers);
        (await stream.ReadFramesAsync())[^1].Data.GetProperty("exitCode").GetInt32().Should().BeGreaterThan(128);
    }

    [FactWithBubblewrap]
    public async Task Whoever_hangs_up_ends_the_command()
    {
        string id;
        using (var stream = await computer.ExecAsync(Zoo))
        {
            id = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
            await stream.ReadUntilPrintedAsync("begun");
        }

        await Eventually.HoldsAsync(() => HostProcesses.WithEnvironment($"FLAPJACK_EXEC_ID={id}").Length == 0, "the command has lost its reader");
    }

    [FactWithBubblewrap]
    public async Task A_command_that_is_asked_to_end_can_still_tell_how_it_ended()
    {
        using var stream = await computer.ExecAsync("trap 'echo cleaned up; exit 5' TERM; echo begun; while :; do sleep 0.01; done");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadUntilPrintedAsync("begun");

        await HostProgram.RunAsync(new("/bin/bash", ["-c", "kill -TERM \"$@\"", "kill", .. HostProcesses.WithEnvironment($"FLAPJACK_EXEC_ID={exec}").Select(id => $"{id}")]));
        var ran = new ExecOutcome(await stream.ReadFramesAsync());

        ran.Stdout.Should().Contain("cleaned up\n");
        ran.ExitCode.Should().Be(5);
    }

    [FactWithBubblewrap]
    public async Task A_background_process_lives_on_and_may_write_more_than_a_pipe_holds()
    {
        var ran = await computer.RunAsync($"({WaitAt("talk")}; seq 500000; seq 500000 >&2; echo $? >~/talked; {WaitAt("end")}) & echo started");
        var left = HostProcesses.WithEnvironment($"FLAPJACK_EXEC_ID={ran.Frames.ExecId()}");

        File.WriteAllText(Path.Combine(computer.Home, "talk"), "");
        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(computer.Home, "talked")), "nobody reads it, but it must not block");
        File.WriteAllText(Path.Combine(computer.Home, "end"), "");

        ran.Stdout.Should().Be("started\n");
        ran.ExitCode.Should().Be(0);
        left.Should().HaveCountGreaterThan(1, "bubblewrap stays with it");
        await HostProcesses.EndAsync(left);
    }

    [FactWithBubblewrap]
    public async Task The_deletion_of_the_agent_ends_what_its_commands_left_running()
    {
        var agent = await computer.Backend.CreateReadyAgentAsync();
        var first = await computer.Backend.RunAsync(agent, "setsid sleep 1000 >/dev/null 2>&1 & (setsid setsid env -i /usr/bin/sleep 1000 &); exit 7");
        var second = await computer.Backend.RunAsync(agent, "sleep 1000 & echo");
        var left = HostProcesses.WithEnvironment($"FLAPJACK_COMPUTER_ID={first.Frames[0].Data.GetProperty("computerId").GetString()}");
        var all = NeighboursOf(left);
        all.Should().HaveCountGreaterThan(4);

        await computer.Backend.DeleteAsync($"/api/agents/{agent}");

        first.ExitCode.Should().Be(7);
        second.ExitCode.Should().Be(0);
        await HostProcesses.EndAsync(all);
        Directory.Exists(computer.HomeOf(agent)).Should().BeFalse();
    }

    [FactWithBubblewrap]
    public async Task Twenty_commands_run_at_once()
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => computer.ExecAsync($"echo {i}; {WaitAt("twenty")}; exit {i}")));
        await Task.WhenAll(streams.Select((stream, i) => stream.ReadUntilPrintedAsync($"{i}\n")));

        File.WriteAllText(Path.Combine(computer.Home, "twenty"), "");
        var exits = await Task.WhenAll(streams.Select(stream => stream.ReadUntilAsync(frame => frame.Event == "exit")));

        exits.Select(exit => exit.Data.GetProperty("exitCode").GetInt32()).Should().Equal(Enumerable.Range(0, 20));
        Array.ForEach(streams, stream => stream.Dispose());
    }

    /// <summary>All that runs in the namespaces of those processes, but not in ours.</summary>
    private static int[] NeighboursOf(int[] processes)
    {
        var ours = PidNamespaceOf(Environment.ProcessId);
        var theirs = processes.Select(PidNamespaceOf).Where(it => it.Length > 0 && it != ours).ToHashSet();
        return [.. Process.GetProcesses().Select(process => process.Id).Where(id => theirs.Contains(PidNamespaceOf(id)))];
    }

    private static string PidNamespaceOf(int process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/pid").LinkTarget ?? "";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
