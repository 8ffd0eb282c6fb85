using LocalComputers.Processes;

namespace LocalComputers.Tests.Processes;

/// <summary>A look at the processes of computers costs the same however many other processes there are, and misses none that is a computer's.</summary>
public sealed class ForeignProcessesTests : ProcessRoom
{
    private const string Sign = "OF_A_COMPUTER";

    private readonly List<System.Diagnostics.Process> _strangers = [];

    [Fact]
    public async Task A_look_opens_no_file_of_a_process_that_is_known_to_be_foreign()
    {
        StartStrangers(3);
        var few = await FilesOfALookAsync();
        StartStrangers(27);
        var many = await FilesOfALookAsync();
        KillStrangers();

        // Children of the tests that run beside this one are looked at each time, and come and go.
        many.Should().BeLessThan(few + 27, "there are 27 more strangers now, each of which would have a file opened");
    }

    [Fact]
    public async Task What_left_its_session_and_its_parent_is_found_beside_strangers_that_are_known()
    {
        var looks = NewLooks();
        var tree = new ProcessTree(Host, looks);
        StartStrangers(3);
        await looks.TakeAsync();
        var marker = $"{Sign}={Guid.NewGuid()}";
        (await RunAsync($"(env {marker} setsid sh -c 'sleep 1000 & exec sleep 1000' >/dev/null 2>&1 &)")).Exit.ExitCode.Should().Be(0);
        await Eventually.HoldsAsync(() => Table.Snapshot().Count(process => Table.VariablesOf(process.Id).Contain(marker)) == 2, "both have started");

        for (var n = 0; n < 3; n++)
        {
            (await tree.MembersOfAsync(new() { Markers = [marker] })).Should().HaveCount(2);
        }

        (await tree.KillAsync(new() { Markers = [marker] }, CancellationToken.None)).Should().BeEmpty();
        _strangers.Should().OnlyContain(stranger => !stranger.HasExited);
        KillStrangers();
    }

    [Fact]
    public async Task A_child_that_shows_no_sign_yet_is_never_foreign_while_it_is_held()
    {
        var looks = NewLooks();
        await using var child = Start("/bin/sh", "-c", "sleep 1000 & wait");
        await Eventually.HoldsAsync(() => Table.Snapshot().Any(process => process.ParentId == child.Id), "its own child has started");

        for (var n = 0; n < 3; n++)
        {
            var look = await looks.TakeAsync();
            look.Processes.Should().ContainKey(child.Id);
            look.Processes.Values.Should().Contain(process => process.Stat.ParentId == child.Id);
        }
    }

    private async Task<long> FilesOfALookAsync()
    {
        var looks = NewLooks();
        // The first look gets to know them. Other processes of the machine come and go, so the cheapest of some looks counts.
        await looks.TakeAsync();
        var least = long.MaxValue;
        for (var n = 0; n < 20; n++)
        {
            var before = Table.Opened;
            await looks.TakeAsync();
            least = Math.Min(least, Table.Opened - before);
        }

        return least;
    }

    private ProcessLooks NewLooks() => new(Table, new(Host, new([Sign], Table.Find(Environment.ProcessId)!.Value.StartTime, hasMarks: false)));

    private void StartStrangers(int count) =>
        _strangers.AddRange(Enumerable.Range(0, count).Select(_ => System.Diagnostics.Process.Start("/bin/sleep", "1000")));

    private void KillStrangers() => _strangers.ForEach(stranger =>
    {
        stranger.Kill();
        stranger.WaitForExit();
        stranger.Dispose();
    });
}
