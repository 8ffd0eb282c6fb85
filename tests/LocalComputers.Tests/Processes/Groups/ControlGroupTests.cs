using LocalComputers.Processes.Groups;

namespace LocalComputers.Tests.Processes.Groups;

public sealed class ControlGroupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_group_tells_how_long_its_processes_have_used_processors()
    {
        await File.WriteAllTextAsync(_folder["cpu.stat"], "usage_usec 1500000\nuser_usec 1000000\nsystem_usec 500000\n");

        new ControlGroup(_folder.Path).ProcessorTime().Should().Be(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task A_group_of_a_hierarchy_that_does_not_count_tells_nothing()
    {
        new ControlGroup(_folder.Path).ProcessorTime().Should().BeNull();
        new ControlGroup(_folder["gone"]).ProcessorTime().Should().BeNull();

        await File.WriteAllTextAsync(_folder["cpu.stat"], "nr_periods 0\n");
        new ControlGroup(_folder.Path).ProcessorTime().Should().BeNull();
    }
}
