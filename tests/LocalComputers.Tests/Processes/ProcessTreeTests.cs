using LocalComputers.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalComputers.Tests.Processes;

public sealed class ProcessTreeTests : ProcessRoom
{
    private static readonly ProcessScope NoMarker = new() { Markers = ["NO_SUCH=marker"] };

    [Fact]
    public async Task A_grandchild_is_killed_by_its_session_after_its_parent_has_ended()
    {
        await using var child = Bash("sleep 1000 & echo $!");
        var grandchild = int.Parse(await ReadLineAsync(child.StandardOutput));
        await child.Exited;

        var survivors = await Tree.KillAsync(NoMarker with { RootProcessId = child.Id }, CancellationToken.None);

        survivors.Should().BeEmpty();
        IsAlive(grandchild).Should().BeFalse();
        (await ReadToEndAsync(child.StandardOutput)).Should().BeEmpty("nobody holds the pipe any more");
    }

    [Fact]
    public async Task A_grandchild_in_a_session_of_its_own_is_killed_by_its_marker()
    {
        await using var child = Bash("setsid bash -c 'echo $$; exec sleep 1000' & wait");
        var grandchild = int.Parse(await ReadLineAsync(child.StandardOutput));

        await Tree.KillAsync(Scope(root: null), CancellationToken.None);

        IsAlive(grandchild).Should().BeFalse();
        IsAlive(child.Id).Should().BeFalse();
    }

    [Fact]
    public async Task A_daemon_forked_twice_is_killed_by_its_marker()
    {
        await using var child = Bash("(setsid bash -c '(echo $BASHPID; exec sleep 1000) &' &)");
        var daemon = int.Parse(await ReadLineAsync(child.StandardOutput));
        await child.Exited;

        var survivors = await Tree.KillAsync(Scope(child), CancellationToken.None);

        survivors.Should().BeEmpty();
        IsAlive(daemon).Should().BeFalse();
    }

    [Fact]
    public async Task A_descendant_without_marker_or_session_is_killed_through_its_parents()
    {
        // It starts nothing more: a child born while its parent dies, without any marker, would be nobody's, and left behind.
        await using var child = Bash("setsid --wait env -i bash -c 'echo $$; exec sleep 1000'");
        var descendant = int.Parse(await ReadLineAsync(child.StandardOutput));

        await Tree.KillAsync(NoMarker with { RootProcessId = child.Id }, CancellationToken.None);

        IsAlive(descendant).Should().BeFalse();
    }

    [Fact]
    public async Task Processes_that_multiply_are_killed_to_the_last()
    {
        // Not for ever: on a busy machine thousands might be there before the first look.
        await using var child = Bash("echo go; for i in {1..500}; do (setsid sleep 1000 &); done; wait");
        await ReadLineAsync(child.StandardOutput);

        var survivors = await Tree.KillAsync(Scope(child), CancellationToken.None);

        survivors.Should().BeEmpty();
        Table.Snapshot().Should().NotContain(process => Table.VariablesOf(process.Id).Contain($"{Marker.Name}={Marker.Value}"));
    }

    [Fact]
    public async Task What_is_there_is_killed_even_when_the_time_was_over_before_it_was_looked_at()
    {
        await using var child = Bash("sleep 1000 & echo $!; wait");
        var grandchild = int.Parse(await ReadLineAsync(child.StandardOutput));

        var survivors = await new ProcessTree(Host, patience: TimeSpan.Zero).KillAsync(Scope(child), CancellationToken.None);

        survivors.Should().BeEmpty();
        IsAlive(grandchild).Should().BeFalse();
        (await child.Exited).Signal.Should().Be("SIGKILL");
    }

    [Fact]
    public async Task A_stopped_process_is_killed_too()
    {
        await using var child = Bash("kill -STOP $$; true");
        await Eventually.HoldsAsync(() => Table.Find(child.Id) is { State: 'T' }, "it stops itself");

        await Tree.KillAsync(Scope(child), CancellationToken.None);

        (await child.Exited).Signal.Should().Be("SIGKILL");
    }

    [Fact]
    public async Task Who_is_asked_to_end_is_killed_only_if_he_does_not()
    {
        await using var obedient = Bash("kill -STOP $$; true");
        await using var deaf = Bash("trap '' TERM; echo begun; sleep 1000 & wait");
        await ReadLineAsync(deaf.StandardOutput);
        await Eventually.HoldsAsync(() => Table.Find(obedient.Id) is { State: 'T' }, "it stops itself");

        var survivors = await Tree.StopAsync(Scope(root: null), TimeSpan.FromMilliseconds(50), CancellationToken.None);

        survivors.Should().BeEmpty();
        (await obedient.Exited).Signal.Should().Be("SIGTERM", "it was continued to hear of it");
        (await deaf.Exited).Signal.Should().Be("SIGKILL");
    }

    [Fact]
    public async Task Who_was_found_by_its_parent_is_not_lost_when_the_parent_ends()
    {
        await using var child = Bash("(trap '' TERM; cd /; exec env -i setsid sleep 1000) & echo $!; wait");
        var orphan = int.Parse(await ReadLineAsync(child.StandardOutput));
        await Eventually.HoldsAsync(() => Table.ArgumentsOf(orphan) is ["sleep", ..], "it has become what it is to be");

        await Tree.StopAsync(Scope(root: null), TimeSpan.FromMilliseconds(50), CancellationToken.None);

        (await child.Exited).Signal.Should().Be("SIGTERM");
        IsAlive(orphan).Should().BeFalse();
    }

    [Fact]
    public async Task Parents_are_asked_before_their_children()
    {
        await using var child = Bash("echo begun; sleep 1000; echo after");
        await ReadLineAsync(child.StandardOutput);
        await Eventually.HoldsAsync(() => Table.Snapshot().Any(process => process.ParentId == child.Id), "the sleep has started");

        await Tree.StopAsync(Scope(child), TimeSpan.FromMinutes(1), CancellationToken.None);

        (await ReadToEndAsync(child.StandardOutput)).Should().BeEmpty("the shell must not go on when its child ends");
    }

    [Theory]
    [InlineData("cd $FOLDER; exec env -i sleep 1000", true)]
    [InlineData("cd /; exec env -i sleep 1000 3>$FOLDER/file", true)]
    [InlineData("cd $FOLDER/below; exec env -i sleep 1000", true)]
    [InlineData("cd $FOLDER-beside; exec env -i sleep 1000", false)]
    [InlineData("cd $FOLDER; exec env -i SOMEBODY=else sleep 1000", false)]
    [InlineData("cd /; exec env -i sleep 1000", false)]
    public async Task Who_uses_a_folder_belongs_unless_he_is_somebody_elses(string script, bool belongs)
    {
        var folder = Path.Combine(Folder, "computer");
        Directory.CreateDirectory(Path.Combine(folder, "below"));
        Directory.CreateDirectory(folder + "-beside");
        await using var child = Bash(script.Replace("$FOLDER", folder, StringComparison.Ordinal));
        await Eventually.HoldsAsync(() => Table.ArgumentsOf(child.Id) is ["sleep", ..], "it has become what it is to be");

        var members = Tree.MembersOf(new ProcessScope { Folder = folder, SparedVariable = "SOMEBODY" });

        members.Select(member => member.Id).Should().Equal(belongs ? [child.Id] : []);
    }

    [Fact]
    public async Task The_host_itself_is_never_killed()
    {
        var survivors = await Tree.KillAsync(NoMarker with { RootProcessId = Environment.ProcessId }, CancellationToken.None);

        survivors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_process_that_this_host_did_not_start_is_no_root()
    {
        await using var other = new ProcessHost(NullLogger.Instance);
        await using var stranger = Bash("sleep 1000");

        await new ProcessTree(other).KillAsync(NoMarker with { RootProcessId = stranger.Id }, CancellationToken.None);

        IsAlive(stranger.Id).Should().BeTrue();
    }

    [Fact]
    public async Task Without_a_process_table_the_tree_is_killed_by_parentage()
    {
        var nothing = new ProcessTable(NullLogger.Instance, root: Folder);
        await using var host = new ProcessHost(NullLogger.Instance, "this test wants it so", nothing);
        await using var child = host.Start(new ProcessStart
        {
            FileName = "/bin/bash",
            Arguments = ["-c", "sleep 1000 & echo $!; wait"],
            WorkingDirectory = Folder,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        });
        var grandchild = int.Parse(await ReadLineAsync(child.StandardOutput));

        var survivors = await new ProcessTree(host).KillAsync(NoMarker with { RootProcessId = child.Id }, CancellationToken.None);

        survivors.Should().BeEmpty();
        await Eventually.HoldsAsync(() => !IsAlive(grandchild), "it was killed with its parent");
    }
}
