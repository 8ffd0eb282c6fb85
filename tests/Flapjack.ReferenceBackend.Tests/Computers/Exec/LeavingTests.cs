using Flapjack.ReferenceBackend.Tests.Api;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class LeavingTests : IAsyncLifetime
{
    // A family: the shell, a child, one that has left the session, and a grandchild that has left it.
    private const string Family = """
        echo $$
        sleep 1000 & echo $!
        setsid sleep 1000 & echo $!
        mkfifo $TMPDIR/inner.$$
        (setsid bash -c 'sleep 1000 & echo $! >'$TMPDIR/inner.$$'; wait' &)
        cat $TMPDIR/inner.$$
        """;

    private readonly ArmedTime _clock = new();
    private ReadyComputer _computer = null!;

    public async Task InitializeAsync() => _computer = await StartAsync(options => options.TimeProvider = _clock);

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Fact]
    public async Task Who_leaves_takes_the_command_along_with_all_that_it_started()
    {
        int[] processes;
        using (var stream = await _computer.ExecAsync(Begin()))
        {
            processes = await BegunAsync(stream);
        }

        await HostProcesses.EndAsync(processes);
    }

    [Fact]
    public async Task Zero_seconds_are_no_grace()
    {
        int[] processes;
        using (var stream = await _computer.ExecAsync(Begin(), Detach(0)))
        {
            processes = await BegunAsync(stream);
        }

        await HostProcesses.EndAsync(processes);
    }

    [Fact]
    public async Task With_a_grace_the_command_lives_until_it_is_over()
    {
        int[] processes;
        using (var stream = await _computer.ExecAsync(Begin(), Detach(37)))
        {
            processes = await BegunAsync(stream);
        }

        await _clock.IsArmedAsync(TimeSpan.FromSeconds(37));
        _clock.Advance(TimeSpan.FromMilliseconds(36_999));
        processes.Should().OnlyContain(id => HostProcesses.IsAlive(id));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await HostProcesses.EndAsync(processes);
    }

    [Fact]
    public async Task Who_comes_after_the_grace_reads_that_the_command_was_killed()
    {
        string exec;
        using (var stream = await _computer.ExecAsync("echo begun; exec sleep 1000", Detach(37)))
        {
            exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
            await stream.ReadUntilPrintedAsync("begun");
        }

        await _clock.IsArmedAsync(TimeSpan.FromSeconds(37));
        _clock.Advance(TimeSpan.FromSeconds(37));
        using var again = await _computer.ReadAgainAsync(exec);
        var frames = await again.ReadFramesAsync();

        frames.Exit().GetProperty("signal").GetString().Should().Be("SIGTERM");
        frames.Exit().GetProperty("timedOut").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task Who_comes_back_within_the_grace_lets_it_go_on_and_the_next_leave_counts_anew()
    {
        int[] processes;
        string exec;
        using (var stream = await _computer.ExecAsync(Begin(), Detach(37)))
        {
            exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
            processes = await BegunAsync(stream);
        }

        await _clock.IsArmedAsync(TimeSpan.FromSeconds(37));
        _clock.Advance(TimeSpan.FromSeconds(36));
        using (var again = await _computer.ReadAgainAsync(exec, Detach(41)))
        {
            await BegunAsync(again);
            _clock.Advance(TimeSpan.FromSeconds(30));
            processes.Should().OnlyContain(id => HostProcesses.IsAlive(id), "the first grace ended with the return");
        }

        await _clock.IsArmedAsync(TimeSpan.FromSeconds(41));
        _clock.Advance(TimeSpan.FromSeconds(40));
        processes.Should().OnlyContain(id => HostProcesses.IsAlive(id), "the second grace is counted from the second leave");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await HostProcesses.EndAsync(processes);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_repeat_of_the_key_counts_as_coming_back_and_takes_nothing_from_the_grace(int? seconds)
    {
        var (key, command) = (NewKey(), Begin());
        int[] processes;
        using (var stream = await _computer.ExecAsync(command, Key(key), Detach(37)))
        {
            processes = await BegunAsync(stream);
        }

        await _clock.IsArmedAsync(TimeSpan.FromSeconds(37));
        using (var again = await _computer.ExecAsync(command, [Key(key), .. DetachOrNone(seconds)]))
        {
            (await BegunAsync(again)).Should().Equal(processes);
            _clock.Advance(TimeSpan.FromSeconds(38));
            processes.Should().OnlyContain(id => HostProcesses.IsAlive(id));
        }

        await DiesAfterAsync(TimeSpan.FromSeconds(37), processes);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Who_looks_and_leaves_takes_nothing_from_the_grace(int? seconds)
    {
        int[] processes;
        string exec;
        using (var owner = await _computer.ExecAsync(Begin(), Detach(37)))
        {
            exec = (await owner.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
            processes = await BegunAsync(owner);
        }

        await _clock.IsArmedAsync(TimeSpan.FromSeconds(37));
        using (var guest = await _computer.ReadAgainAsync(exec, DetachOrNone(seconds)))
        {
            await BegunAsync(guest);
        }

        await DiesAfterAsync(TimeSpan.FromSeconds(37), processes);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public async Task A_reader_may_raise_the_grace_and_leave_first(int? owners)
    {
        using var owner = await _computer.ExecAsync(Begin(), DetachOrNone(owners));
        var exec = (await owner.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        var processes = await BegunAsync(owner);
        using (var guest = await _computer.ReadAgainAsync(exec, Detach(41)))
        {
            await BegunAsync(guest);
        }

        using (var last = await _computer.ReadAgainAsync(exec))
        {
            await BegunAsync(last);
            owner.Dispose();
        }

        await DiesAfterAsync(TimeSpan.FromSeconds(41), processes);
    }

    [Fact]
    public async Task A_reader_who_is_refused_changes_no_grace()
    {
        int[] processes;
        using (var owner = await _computer.ExecAsync(Begin(), Detach(37)))
        {
            var exec = (await owner.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
            processes = await BegunAsync(owner);
            (await _computer.GetAsync(exec, After("999"), Detach(3_600))).ShouldBeRefused(400, "INVALID_LAST_EVENT_ID");
        }

        await DiesAfterAsync(TimeSpan.FromSeconds(37), processes);
    }

    [Fact]
    public async Task A_second_reader_keeps_the_command_alive_when_the_first_leaves()
    {
        using var first = await _computer.ExecAsync($"{Begin("second")}; echo over");
        var exec = (await first.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        var processes = await BegunAsync(first);
        using var second = await _computer.ReadAgainAsync(exec);
        await BegunAsync(second);

        first.Dispose();
        using (var third = await _computer.ReadAgainAsync(exec, Detach(37)))
        {
            await BegunAsync(third);
        }

        processes.Should().OnlyContain(id => HostProcesses.IsAlive(id));
        _computer.Open("second");
        (await second.ReadFramesAsync()).Exit().GetProperty("exitCode").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task A_command_that_ends_within_the_grace_ends_as_it_would_have()
    {
        string exec;
        using (var stream = await _computer.ExecAsync($"{WaitAt("alone")}; echo over; touch $HOME/ended", Detach(37)))
        {
            exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        }

        await _clock.IsArmedAsync(TimeSpan.FromSeconds(37));
        _computer.Open("alone");
        using var again = await _computer.ReadAgainAsync(exec);
        var frames = await again.ReadFramesAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        using var later = await _computer.ReadAgainAsync(exec);
        var same = await later.ReadFramesAsync();

        frames.Printed().Should().Be("over\n");
        frames.Exit().GetProperty("exitCode").GetInt32().Should().Be(0);
        same.Should().Equal(frames);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("1,2")]
    [InlineData("3601")]
    [InlineData("99999999999999")]
    public async Task A_malformed_grace_is_refused_and_nothing_runs(string seconds)
    {
        var exec = (await _computer.RunAsync("true")).ExecId();

        var post = await _computer.PostAsync(Body("echo x >>$HOME/malformed"), ("Flapjack-Detach-Seconds", seconds));
        var get = await _computer.GetAsync(exec, ("Flapjack-Detach-Seconds", seconds));

        post.ShouldBeRefused(400, "INVALID_DETACH_SECONDS");
        get.ShouldBeRefused(400, "INVALID_DETACH_SECONDS");
        _computer.LinesOf("malformed").Should().Be(0);
    }

    private static (string Name, string Value)[] DetachOrNone(int? seconds) => seconds is { } some ? [Detach(some)] : [];

    private async Task DiesAfterAsync(TimeSpan grace, int[] processes)
    {
        await _clock.IsArmedAsync(grace);
        _clock.Advance(grace - TimeSpan.FromMilliseconds(1));
        processes.Should().OnlyContain(id => HostProcesses.IsAlive(id));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await HostProcesses.EndAsync(processes);
    }

    private static string Begin(string gate = "never") => $"{Family}\necho begun\n{WaitAt(gate)}";

    private static async Task<int[]> BegunAsync(SseStream stream)
    {
        var processes = (await stream.ReadPrintedAsync("begun")).ProcessIds();
        processes.Should().HaveCount(4);
        return processes;
    }
}
