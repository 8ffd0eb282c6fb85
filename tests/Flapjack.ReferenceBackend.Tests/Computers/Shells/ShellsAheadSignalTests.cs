using System.Diagnostics;
using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Computers;
using LocalComputers.Processes;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend.Tests.Computers.Shells;

/// <summary>
/// Signals and time limits that meet a shell before it has its command, while it gets it, and when it has it: no command runs twice, none is lost, and
/// none is told to have ended by what happened before it began.
/// </summary>
public sealed class ShellsAheadSignalTests : IAsyncLifetime
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int User = 10;
    private const int Alarm = 14;

    // Each command adds a line to a file of its own.
    private const string Mark = "echo ran >>~/ran-$FLAPJACK_EXEC_ID";

    private ReadyComputer _computer = null!;

    private ShellsAhead Ahead => _computer.Server.Backend.ShellsAhead();

    private Computer Computer => _computer.Server.Backend.ComputerOf(_computer.Agent);

    public async Task InitializeAsync() => _computer = await ReadyComputer.StartAsync(options => (options.RateLimits, options.ShellsAhead) = (null, 8));

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Theory]
    [InlineData(LibC.SIGTERM)]
    [InlineData(LibC.SIGKILL)]
    [InlineData(LibC.SIGSTOP)]
    [InlineData(Hangup)]
    [InlineData(Interrupt)]
    [InlineData(Quit)]
    [InlineData(User)]
    [InlineData(Alarm)]
    public async Task A_signal_that_came_at_any_moment_before_the_command_is_not_its_own(int signal)
    {
        for (var round = 0; round < 12; round++)
        {
            // From the moment at which it is there, it still starts for some milliseconds.
            var shell = await YoungShellAsync();
            await Task.Delay(round);
            shell.Send(signal);

            var frames = await _computer.RunAsync($"{Mark}; echo end");

            (RunsOf(frames), frames.Printed(), Said(frames.Exit())).Should().Be((1, "end\n", "0 -"), $"{round} ms");
        }
    }

    [Theory]
    [InlineData(LibC.SIGTERM, "SIGTERM")]
    [InlineData(LibC.SIGKILL, "SIGKILL")]
    [InlineData(Hangup, "SIGHUP")]
    [InlineData(Interrupt, "SIGINT")]
    [InlineData(User, "SIGUSR1")]
    [InlineData(Alarm, "SIGALRM")]
    public async Task A_signal_in_the_midst_of_the_hand_over_lets_a_command_run_once_or_is_told(int signal, string name)
    {
        for (var round = 0; round < 20; round++)
        {
            var shell = await RipeShellAsync();
            var sending = SendAfterAsync(shell, signal, TimeSpan.FromMilliseconds(round * 0.4));

            // Only builtins: a shell that waits for a program leaves an interrupt to the program.
            var frames = await _computer.RunAsync($"{Mark}; for ((i = 0; i < 2000; i++)); do :; done; echo end");
            await sending;

            if (Said(frames.Exit()) == "0 -")
            {
                (RunsOf(frames), frames.Printed()).Should().Be((1, "end\n"));
            }
            else
            {
                // The shell had answered that it begins. Whether it came as far as the first word of the command only the kernel knows.
                frames.Exit().GetProperty("signal").GetString().Should().Be(name);
                RunsOf(frames).Should().BeLessThan(2);
            }
        }
    }

    [Fact]
    public async Task A_shell_that_is_halted_in_the_midst_of_the_hand_over_and_then_let_go_runs_its_command_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var shell = await RipeShellAsync();
            var sending = SendAfterAsync(shell, LibC.SIGSTOP, TimeSpan.FromMilliseconds(round * 0.4));
            var running = _computer.RunAsync($"{Mark}; echo end");
            await sending;
            await Task.Delay(20);
            shell.Send(LibC.SIGCONT);

            var frames = await running;

            (RunsOf(frames), frames.Printed(), Said(frames.Exit())).Should().Be((1, "end\n", "0 -"));
        }
    }

    [Theory]
    [InlineData(LibC.SIGTERM, "143 SIGTERM")]
    [InlineData(LibC.SIGKILL, "137 SIGKILL")]
    [InlineData(Hangup, "129 SIGHUP")]
    [InlineData(Interrupt, "130 SIGINT")]
    [InlineData(User, "138 SIGUSR1")]
    [InlineData(Alarm, "142 SIGALRM")]
    public async Task A_signal_to_a_shell_that_has_begun_is_the_end_of_its_command(int signal, string said)
    {
        var shell = await RipeShellAsync();
        var taken = Ahead.Taken;
        using var stream = await _computer.ExecAsync($"{Mark}; echo begun; while :; do :; done");
        var frames = await stream.ReadUntilAsync(frame => frame.Event == "exec_started");
        await stream.ReadPrintedAsync("begun");

        shell.Send(signal);

        Said((await stream.ReadFramesAsync()).Exit()).Should().Be(said);
        (Ahead.Taken, RunsOf(frames.ExecId())).Should().Be((taken + 1, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(LibC.SIGTERM)]
    [InlineData(LibC.SIGKILL)]
    [InlineData(LibC.SIGSTOP)]
    [InlineData(Hangup)]
    public async Task A_stop_at_the_moment_of_the_hand_over_ends_whatever_has_the_command(int signal)
    {
        for (var round = 0; round < 5; round++)
        {
            // Behind a command that was stopped no shell waits.
            await _computer.RunAsync("true");
            var shell = await YoungShellAsync();
            shell.Send(signal);
            using var stream = await _computer.ExecAsync($"{Mark}; exec sleep 1000");
            var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
            await Task.Delay(TimeSpan.FromMilliseconds(round));

            (await _computer.StopAsync(exec)).Status.Should().Be(200);

            ShouldHaveBeenStopped(await stream.ReadFramesAsync());
            RunsOf(exec).Should().BeLessThan(2);
            await NothingIsLeftOfAsync(shell);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(LibC.SIGTERM)]
    [InlineData(LibC.SIGKILL)]
    [InlineData(LibC.SIGSTOP)]
    public async Task A_time_limit_at_the_moment_of_the_hand_over_ends_whatever_has_the_command(int signal)
    {
        for (var round = 0; round < 5; round++)
        {
            var shell = await RipeShellAsync();
            var sending = SendAfterAsync(shell, signal, TimeSpan.FromMilliseconds(2 * round));
            var body = ReadyComputer.Body($"{Mark}; exec sleep 1000", ",\"timeoutSec\":1");
            var running = _computer.PostAsync(body);
            while (!running.IsCompleted)
            {
                // The limit begins at some moment of this, before or behind the hand-over, or between the two shells of one command.
                _computer.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(1);
            }

            await sending;
            var answer = (await running).Body;

            (answer.Contains("\"timedOut\":true", StringComparison.Ordinal) && answer.Contains("\"exitCode\":124", StringComparison.Ordinal)
                || (signal != 0 && answer.Contains($"\"signal\":\"{SignalNames.Of(signal)}\"", StringComparison.Ordinal))).Should().BeTrue(answer);
            RunsOf(answer.Split("\"execId\":\"")[1].Split('"')[0]).Should().BeLessThan(2);
            await NothingIsLeftOfAsync(shell);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_of_the_login_files_ends_with_a_shell_that_never_had_a_command_or_never_began_with_it(bool isGivenACommand)
    {
        var (shell, program) = await ShellAtAProgramAsync();
        var taken = Ahead.Taken;
        var running = isGivenACommand ? _computer.RunAsync($"{Mark}; echo end") : null;
        await Eventually.HoldsAsync(() => Ahead.Taken == taken + (isGivenACommand ? 1 : 0), "the shell has the command");

        shell.Send(LibC.SIGKILL);

        await HostProcesses.EndAsync(program);
        var frames = await (running ?? _computer.RunAsync($"{Mark}; echo end"));
        (RunsOf(frames), frames.Printed()).Should().Be((1, "end\n"));
    }

    private static string Said(JsonElement exit) => $"{exit.GetProperty("exitCode")} {exit.GetProperty("signal").GetString() ?? "-"}";

    private static void ShouldHaveBeenStopped(List<SseFrame> frames)
    {
        if (frames[^1].Event == "error")
        {
            frames.ShouldEndWithError("EXEC_STOPPED");
        }
        else
        {
            frames.Exit().GetProperty("ok").GetBoolean().Should().BeFalse();
            frames.Exit().GetProperty("signal").GetString().Should().BeOneOf("SIGTERM", "SIGKILL");
        }
    }

    /// <summary>Sends the signal after a time that is shorter than the timers of the system can wait.</summary>
    private static Task SendAfterAsync(Target shell, int signal, TimeSpan time) => Task.Run(() =>
    {
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < time)
        {
            Thread.Yield();
        }

        shell.Send(signal);
    });

    // A shell that has ended without a command, and programs of its login files, are nothing that the end of the command waits for.
    private Task NothingIsLeftOfAsync(Target shell) => Eventually.HoldsAsync(
        async () => !(await Computer.Processes.AllAsync()).Any(process => process.Session == shell.Id), "nothing is left of the shell that waited");

    private int RunsOf(List<SseFrame> frames) => RunsOf(frames.ExecId());

    private int RunsOf(string exec) => _computer.LinesOf($"ran-{exec}");

    /// <summary>A shell that has just been started and has no command.</summary>
    private async Task<Target> YoungShellAsync()
    {
        await RipeShellAsync();
        // The shell that comes after this command is young.
        await _computer.RunAsync("true");
        WaitingShell? shell = null;
        await Eventually.HoldsAsync(() => (shell = Computer.Processes.Ahead.Shell) is not null, "the next shell has been started");
        return new(shell!);
    }

    /// <summary>A shell that waits for a program of its login files, which somebody has stopped.</summary>
    private async Task<(Target Shell, int Program)> ShellAtAProgramAsync()
    {
        while (true)
        {
            var shell = await YoungShellAsync();
            while (shell.Shell.Child.HoldsItsId && !WaitsAtGate(shell.Shell))
            {
                var program = _computer.Server.Backend.Processes().Snapshot().FirstOrDefault(process => process.Session == shell.Id && process.Id != shell.Id).Id;
                // Only that one: the shell must go on, and may be halted nowhere else.
                if (program != 0 && LibC.kill(program, LibC.SIGSTOP) == 0 && await HaltsAsync(program))
                {
                    return (shell, program);
                }
            }
        }
    }

    private async Task<bool> HaltsAsync(int program)
    {
        char? state = null;
        await Eventually.HoldsAsync(
            () => (state = _computer.Server.Backend.Processes().Find(program)?.State) is null or 'T' or 'Z' or 'X', "the program has noticed the signal");
        return state == 'T';
    }

    /// <summary>A shell that waits for its command.</summary>
    private async Task<Target> RipeShellAsync()
    {
        WaitingShell? shell = null;
        await Eventually.HoldsAsync(() => (shell = Computer.Processes.Ahead.Shell) is not null && WaitsAtGate(shell), "a shell waits for the next command");
        return new(shell!);
    }

    // Behind its login files it sleeps in a read of the gate; before, it waits for a program or runs.
    private static bool WaitsAtGate(WaitingShell shell)
    {
        try
        {
            return File.ReadAllText($"/proc/{shell.Child.Id}/syscall").StartsWith("0 0x3 ", StringComparison.Ordinal) && shell.Shorten();
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A shell as somebody sees it who sends signals to it: also when it has ended, its id is no other process's until it is let go.</summary>
    private sealed record Target(WaitingShell Shell)
    {
        public int Id { get; } = Shell.Child.Id;

        public void Send(int signal)
        {
            if (Shell.Child.HoldsItsId)
            {
                _ = LibC.kill(Id, signal);
            }
        }
    }
}
