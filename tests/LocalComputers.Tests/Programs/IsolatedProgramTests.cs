using LocalComputers.Programs;

namespace LocalComputers.Tests.Programs;

/// <summary>A program below two outer processes, as isolation has them; here they are shells.</summary>
public sealed class IsolatedProgramTests : ProgramRoom
{
    // SIGCONT does nothing to a process that runs.
    private const int Harmless = 18;

    [Fact]
    public async Task The_whole_table_is_read_for_the_first_signal_only()
    {
        var (outer, reader) = Bash("bash -c 'sleep 1000 & echo $!; wait' & wait");
        var program = HostProcesses.Read(await ReadUntilAsync(reader, "\n"))[0];
        var inside = new IsolatedProgram(Host.Table, outer.Id);
        inside.Signal(Harmless).Should().BeTrue();

        List<int> opened = [];
        Host.Table.Opening = opened.Add;
        inside.Signal(Harmless).Should().BeTrue();
        Host.Table.Opening = null;

        opened.Should().OnlyContain(id => id == program).And.HaveCountLessThan(4);
        inside.Signal(9).Should().BeTrue();
        await HostProcesses.EndAsync(program);
    }

    [Fact]
    public async Task A_program_that_has_ended_takes_no_signal()
    {
        var (outer, reader) = Bash("bash -c 'sleep 1000 & echo $!; wait; read -r x' & wait", it => it with { TakesInput = true });
        var program = HostProcesses.Read(await ReadUntilAsync(reader, "\n"))[0];
        var inside = new IsolatedProgram(Host.Table, outer.Id);
        inside.Signal(9).Should().BeTrue();

        await HostProcesses.EndAsync(program);

        inside.Signal(Harmless).Should().BeFalse();
    }
}
