using LocalComputers.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalComputers.Tests.Processes;

public sealed class ProcessLooksTests : ProcessRoom
{
    [Fact]
    public async Task A_hundred_endings_at_once_share_looks()
    {
        ProcessScope[] scopes = [.. Enumerable.Range(0, 100).Select(number => new ProcessScope { Markers = [$"NOBODY_HAS={number}-{Guid.NewGuid()}"] })];

        var survivors = await Task.WhenAll(scopes.Select(scope => Tree.KillAsync(scope, CancellationToken.None)));

        survivors.Should().AllSatisfy(left => left.Should().BeEmpty());
        // One by one they would be 200, since each has to find nothing twice. How many endings meet in a look depends on how fast the machine looks.
        Host.Looks.Taken.Should().BeInRange(2, 199);
    }

    [Fact]
    public async Task Those_who_share_looks_still_find_what_has_left_its_session_and_its_parent()
    {
        string[] tags = [.. Enumerable.Range(0, 20).Select(_ => $"TAG={Guid.NewGuid()}")];
        // The middle shell ends at once, and so nothing ties the sleep to this test but the tag.
        var script = string.Join('\n', tags.Select(tag => $"(env {tag} setsid sh -c 'sleep 1000 & exec sleep 1000' >/dev/null 2>&1 &)"));
        (await RunAsync(script)).Exit.ExitCode.Should().Be(0);
        await Eventually.HoldsAsync(() => tags.All(tag => HaveTag(tag) == 2), "all have started");

        await Task.WhenAll(tags.Select(tag => Tree.KillAsync(new ProcessScope { Markers = [tag] }, CancellationToken.None)));

        tags.Should().OnlyContain(tag => HaveTag(tag) == 0);
    }

    [Fact]
    public async Task A_look_sees_what_was_there_when_it_was_asked_for_whoever_else_looks()
    {
        for (var i = 0; i < 20; i++)
        {
            // Under way, or about to begin: the second of them can't have begun.
            var earlier = Host.Looks.TakeAsync();
            var between = Host.Looks.TakeAsync();
            await using var child = Start("/bin/sleep", "1000");

            var look = await Host.Looks.TakeAsync();

            look.Processes.Should().ContainKey(child.Id);
            await Task.WhenAll(earlier, between);
        }
    }

    [Fact]
    public async Task A_process_that_ended_before_is_not_seen_any_more()
    {
        var child = Start("/bin/true");
        await child.Exited;
        await child.DisposeAsync();

        (await Host.Looks.TakeAsync()).Processes.Should().NotContainKey(child.Id);
    }

    [Fact]
    public async Task An_ending_that_is_given_up_takes_no_look_from_the_others()
    {
        var tags = await StartTaggedAsync(20);
        using var leave = new CancellationTokenSource();

        Task[] left = [.. tags[..10].Select(tag => Tree.KillAsync(new ProcessScope { Markers = [tag] }, leave.Token))];
        Task[] waited = [.. tags[10..].Select(tag => Tree.KillAsync(new ProcessScope { Markers = [tag] }, CancellationToken.None))];
        await leave.CancelAsync();

        await Task.WhenAll(waited);
        tags[10..].Should().OnlyContain(tag => HaveTag(tag) == 0);
        await Task.WhenAll(left).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task Endings_at_once_spare_what_is_not_theirs()
    {
        var tags = await StartTaggedAsync(10);

        await Task.WhenAll(tags[..5].Select(tag => Tree.StopAsync(new ProcessScope { Markers = [tag] }, TimeSpan.FromMilliseconds(100), CancellationToken.None)));

        tags.Select(HaveTag).Should().Equal(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
    }

    [Fact]
    public async Task A_look_that_fails_fails_for_nobody_but_those_who_share_it()
    {
        var root = Path.Combine(Folder, "proc");
        Directory.CreateDirectory(Path.Combine(root, "self"));
        await File.WriteAllTextAsync(Path.Combine(root, "self", "stat"), "");
        var looks = new ProcessLooks(new ProcessTable(NullLogger.Instance, root));
        Directory.Move(root, root + "-away");

        var failing = looks.TakeAsync;
        await failing.Should().ThrowAsync<DirectoryNotFoundException>();
        await failing.Should().ThrowAsync<DirectoryNotFoundException>();
        Directory.Move(root + "-away", root);

        (await looks.TakeAsync()).Processes.Should().BeEmpty();
    }

    /// <summary>Starts processes that nothing but their tags ties to this test.</summary>
    private async Task<string[]> StartTaggedAsync(int count)
    {
        string[] tags = [.. Enumerable.Range(0, count).Select(_ => $"TAG={Guid.NewGuid()}")];
        (await RunAsync(string.Join('\n', tags.Select(tag => $"(env {tag} setsid sleep 1000 >/dev/null 2>&1 &)")))).Exit.ExitCode.Should().Be(0);
        await Eventually.HoldsAsync(() => tags.All(tag => HaveTag(tag) == 1), "all have started");
        return tags;
    }

    private int HaveTag(string tag) => Table.Snapshot().Count(process => Table.VariablesOf(process.Id).Contain(tag));
}
