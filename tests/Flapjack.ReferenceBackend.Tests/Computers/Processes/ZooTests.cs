using System.Diagnostics;

namespace Flapjack.ReferenceBackend.Tests.Computers.Processes;

/// <summary>Nothing survives the end of its command by force, or of its computer. Where the machine has no control groups, both ways are the same.</summary>
public sealed class ZooTests(ZooKeeper zoo) : IClassFixture<ZooKeeper>
{
    private readonly string _tag = EscapeZoo.NewTag();

    public static TheoryData<string, bool> Members => EscapeZoo.All;

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Nothing_survives_a_stop(string member, bool groups)
    {
        var computer = zoo.ComputerWith(groups);
        using var stream = await computer.ExecAsync($"{EscapeZoo.Free(member, _tag)}\nsleep {_tag}; sleep {_tag}");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await EscapeZoo.IsFreeAsync(_tag);

        var answer = await computer.StopAsync(exec).WaitAsync(Limit.Time);

        EscapeZoo.Alive(_tag).Should().BeEmpty("the stop is answered when all is dead");
        answer.Status.Should().Be(200);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Nothing_survives_a_timeout(string member, bool groups)
    {
        var computer = zoo.ComputerWith(groups);
        using var stream = await computer.ExecAsync($"{EscapeZoo.Free(member, _tag)}\necho begun; sleep {_tag}; sleep {_tag}");
        // What it prints is read only when its timeout runs, and not before.
        await stream.ReadUntilPrintedAsync("begun");
        await EscapeZoo.IsFreeAsync(_tag);

        zoo.Clock.Advance(TimeSpan.FromSeconds(120));
        var exit = await stream.ReadUntilAsync(frame => frame.Event == "exit");

        EscapeZoo.Alive(_tag).Should().BeEmpty("the exit is told when all is dead");
        exit.Data.GetProperty("exitCode").GetInt32().Should().Be(124);
        exit.Data.GetProperty("timedOut").GetBoolean().Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Nothing_that_a_finished_command_left_survives_the_deletion_of_its_agent(string member, bool groups)
    {
        var server = zoo.ComputerWith(groups).Server;
        var agent = await server.CreateReadyAgentAsync();
        (await server.RunAsync(agent, EscapeZoo.Free(member, _tag))).ExitCode.Should().Be(0);
        await EscapeZoo.IsFreeAsync(_tag);

        var answer = await server.DeleteAsync($"/api/agents/{agent}").WaitAsync(Limit.Time);

        EscapeZoo.Alive(_tag).Should().BeEmpty("the deletion is answered when all is dead");
        answer.Status.Should().Be(204);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_that_leaves_its_control_group_is_found_all_the_same(bool wiped)
    {
        var computer = zoo.ComputerWith(groups: true);
        var leave = "for group in /sys/fs/cgroup /sys/fs/cgroup/unified; do echo $BASHPID >$group/cgroup.procs; done 2>/dev/null";
        using var stream = await computer.ExecAsync($"({leave}; {(wiped ? "cd /; exec env -i " : "exec ")} setsid sleep {_tag}) & wait");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await EscapeZoo.IsFreeAsync(_tag);

        await computer.StopAsync(exec);

        EscapeZoo.Alive(_tag).Should().BeEmpty();
    }

    /// <summary>What there is no remedy for without control groups: nothing in it is left by which it could be told from a stranger.</summary>
    [Fact]
    public async Task Without_control_groups_a_daemon_that_also_sets_its_own_memory_limit_is_missed()
    {
        var computer = zoo.ComputerWith(groups: false);
        using var stream = await computer.ExecAsync(
            $"(cd / && ulimit -m 1000000 && env -i setsid sh -c 'sleep {_tag} & exit' <&- >&- 2>&- &)\necho begun; exec sleep 1000");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadUntilPrintedAsync("begun");
        await EscapeZoo.IsFreeAsync(_tag);
        await Eventually.HoldsAsync(() => EscapeZoo.Alive(_tag).Length == 1, "the daemon has lost its parents");

        await computer.StopAsync(exec);
        var missed = EscapeZoo.Alive(_tag);

        missed.Should().ContainSingle();
        Process.GetProcessById(missed[0]).Kill();
    }

    [FactWithControlGroups]
    public async Task With_control_groups_that_daemon_is_found()
    {
        var computer = zoo.ComputerWith(groups: true);
        using var stream = await computer.ExecAsync(
            $"(cd / && ulimit -m 1000000 && env -i setsid sh -c 'sleep {_tag} & exit' <&- >&- 2>&- &)\necho begun; exec sleep 1000");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await EscapeZoo.IsFreeAsync(_tag);

        await computer.StopAsync(exec);

        EscapeZoo.Alive(_tag).Should().BeEmpty();
    }
}
