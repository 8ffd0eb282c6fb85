using LocalComputers.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalComputers.Tests.Processes;

public sealed class ProcessTableTests : ProcessRoom
{
    [Fact]
    public async Task A_marker_is_found_only_whole()
    {
        await using var child = Bash("sleep 1000");
        var (name, value) = Marker;

        // In the midst of an exec a process has no environment for an instant.
        await Eventually.HoldsAsync(() => Table.VariablesOf(child.Id).Contain($"{name}={value}"), "it was started with the marker");
        Table.VariablesOf(child.Id).Contain($"{name}={value[..^1]}").Should().BeFalse();
        Table.VariablesOf(child.Id).Contain($"{name[1..]}={value}").Should().BeFalse();
    }

    [Fact]
    public async Task An_ended_process_is_not_listed()
    {
        await using var child = Bash("true");
        await child.Exited;

        Table.Snapshot().Should().NotContain(process => process.Id == child.Id);
    }

    [Fact]
    public void A_program_name_with_spaces_and_parentheses_does_not_shift_the_fields()
    {
        var stat = ProcessStat.Parse("42 (a) R (b 1 2) S 7 8 9 34816 -1 4194304 1 0 0 0 0 0 0 0 20 0 3 0 123456789 1 2 3");

        stat.Should().Be(new ProcessStat(42, 'S', ParentId: 7, Group: 8, Session: 9, Terminal: 34816, Threads: 3, StartTime: 123456789));
    }

    [Fact]
    public void Where_there_is_no_proc_nothing_is_found()
    {
        var table = new ProcessTable(NullLogger.Instance, root: Folder);

        table.IsAvailable.Should().BeFalse();
        table.Snapshot().Should().BeEmpty();
        table.VariablesOf(Environment.ProcessId).Have("PATH").Should().BeFalse();
    }
}
