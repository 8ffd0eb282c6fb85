using LocalComputers.Programs;
using Microsoft.Extensions.Time.Testing;

namespace LocalComputers.Tests.Programs;

public sealed class ProgramTableTests : ProgramRoom
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_program_is_found_by_its_process_id_and_by_its_tag()
    {
        var table = new ProgramTable(_clock);
        var (program, _) = Start(new("sleep", ["1000"]) { Tag = "web" });
        table.Add(program);

        table.Find(program.Id).Should().BeSameAs(program);
        table.Find("web").Should().BeSameAs(program);
        table.Find("other").Should().BeNull();
        table.Find(1).Should().BeNull();
    }

    [Fact]
    public void The_newest_program_of_a_tag_is_meant()
    {
        var table = new ProgramTable(_clock);
        var (older, _) = Start(new("sleep", ["1000"]) { Tag = "web" });
        var (newer, _) = Start(new("sleep", ["1000"]) { Tag = "web" });
        table.Add(older);
        table.Add(newer);

        table.Find("web").Should().BeSameAs(newer);
        table.Ended(newer);
        table.Find("web").Should().BeSameAs(older, "a program that runs comes before programs that have ended");
    }

    [Fact]
    public void An_ended_program_is_found_for_thirty_seconds()
    {
        var table = new ProgramTable(_clock);
        var (program, _) = Start(new("sleep", ["1000"]) { Tag = "web" });
        table.Add(program);
        table.Ended(program);

        table.Live.Should().BeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(29));
        table.Find(program.Id).Should().BeSameAs(program);
        _clock.Advance(TimeSpan.FromSeconds(1));
        table.Find(program.Id).Should().BeNull();
        table.Find("web").Should().BeNull();
    }
}
