using LocalComputers.Programs;
using Microsoft.Extensions.Time.Testing;

namespace LocalComputers.Tests.Programs;

public sealed class ProgramEndTests : ProgramRoom
{
    private static readonly FakeTimeProvider Clock = new();

    public ProgramEndTests()
        : base(Clock)
    {
    }

    [Fact]
    public async Task An_exit_code_is_told()
    {
        var (program, _) = Bash("exit 137");

        (await EndOf(program)).Should().Be(new ProgramEnd(137, null, false, null));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(10)]
    public async Task A_signal_that_ends_the_program_is_told(int signal)
    {
        var (program, reader) = Bash("echo ready; exec sleep 1000");
        await ReadUntilAsync(reader, "ready");

        program.Signal(signal).Should().BeTrue();

        (await EndOf(program)).Should().Be(new ProgramEnd(128 + signal, signal, false, null));
    }

    [Fact]
    public async Task A_signal_reaches_the_program_and_not_what_it_started()
    {
        var (program, reader) = Bash("trap 'echo caught' USR1; sleep 1000 & echo \"$!\"; while :; do wait; done");
        var child = HostProcesses.Read(await ReadUntilAsync(reader, "\n"))[0];

        program.Signal(10);

        await ReadUntilAsync(reader, "caught");
        HostProcesses.IsAlive(child).Should().BeTrue();
    }

    [Fact]
    public async Task A_signal_to_the_tree_reaches_what_the_program_started()
    {
        var (program, reader) = Bash("trap : TERM; setsid sleep 1000 & echo \"$!\"; wait; echo on");
        var child = HostProcesses.Read(await ReadUntilAsync(reader, "\n"))[0];

        await program.SignalTreeAsync(15);

        await HostProcesses.EndAsync(child);
        await ReadUntilAsync(reader, "on");
    }

    [Fact]
    public async Task SIGKILL_to_the_tree_ends_all_of_it()
    {
        var (program, reader) = Bash("(trap '' TERM; setsid sleep 1000 & echo \"$!\"; wait) & wait");
        var child = HostProcesses.Read(await ReadUntilAsync(reader, "\n"))[0];

        await program.SignalTreeAsync(9);

        (await EndOf(program)).Signal.Should().Be(9);
        await HostProcesses.EndAsync(child);
    }

    [Fact]
    public async Task An_ended_program_takes_no_signal()
    {
        var (program, _) = Bash("exit 0");
        await EndOf(program);

        program.Signal(15).Should().BeFalse();
        await program.SignalTreeAsync(9);
    }

    [Fact]
    public async Task A_time_limit_kills_the_tree_and_is_told()
    {
        var (program, reader) = Bash("trap '' TERM; echo \"$BASHPID\"; sleep 1000 & echo \"$!\"; wait; sleep 1000", it => it with { TimeLimit = TimeSpan.FromSeconds(5) });
        await ReadUntilAsync(reader, "\n");

        Clock.Advance(TimeSpan.FromSeconds(5));

        var end = await EndOf(program);
        end.TimedOut.Should().BeTrue();
        end.Signal.Should().Be(9);
        await HostProcesses.EndAsync((await Processes.AllAsync()).Select(process => process.Id));
    }

    [Fact]
    public async Task A_stopped_program_may_end_by_SIGTERM_in_its_own_way()
    {
        var (program, reader) = Bash("trap 'echo bye; exit 4' TERM; echo ready; while :; do sleep 1000 & wait; done");
        await ReadUntilAsync(reader, "ready");

        await program.StopAsync().WaitAsync(Limit.Time);

        (await ReadTextAsync(reader)).Should().Contain("bye");
        (await EndOf(program)).Should().Be(new ProgramEnd(4, null, false, null));
    }
}
