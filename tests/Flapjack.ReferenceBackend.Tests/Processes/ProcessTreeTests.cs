using Flapjack.ReferenceBackend.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Processes;

public sealed class ProcessTreeTests : ProcessRoom
{
    private static readonly ProcessScope NoMarker = new("NO_SUCH", "marker", RootProcessId: null);

    [Fact]
    public async Task A_grandchild_is_killed_by_its_session_after_its_parent_has_ended()
    {
        await using ChildProcess child = Bash("sleep 1000 & echo $!");
        int grandchild = int.Parse(await ReadLineAsync(child.StandardOutput));
        await child.Exited;

        IReadOnlyList<int> survivors = await Tree.KillAsync(NoMarker with { RootProcessId = child.Id }, CancellationToken.None);

        survivors.Should().BeEmpty();
        IsAlive(grandchild).Should().BeFalse();
        (await ReadToEndAsync(child.StandardOutput)).Should().BeEmpty("nobody holds the pipe any more");
    }

    [Fact]
    public async Task A_grandchild_in_a_session_of_its_own_is_killed_by_its_marker()
    {
        await using ChildProcess child = Bash("setsid bash -c 'echo $$; exec sleep 1000' & wait");
        int grandchild = int.Parse(await ReadLineAsync(child.StandardOutput));

        await Tree.KillAsync(Scope(root: null), CancellationToken.None);

        IsAlive(grandchild).Should().BeFalse();
        IsAlive(child.Id).Should().BeFalse();
    }

    [Fact]
    public async Task A_daemon_forked_twice_is_killed_by_its_marker()
    {
        await using ChildProcess child = Bash("(setsid bash -c '(echo $BASHPID; exec sleep 1000) &' &)");
        int daemon = int.Parse(await ReadLineAsync(child.StandardOutput));
        await child.Exited;

        IReadOnlyList<int> survivors = await Tree.KillAsync(Scope(child), CancellationToken.None);

        survivors.Should().BeEmpty();
        IsAlive(daemon).Should().BeFalse();
    }

    [Fact]
    public async Task A_descendant_without_marker_or_session_is_killed_through_its_parents()
    {
        // It starts nothing more: a child born while its parent dies, without any marker, would be nobody's, and left behind.
        await using ChildProcess child = Bash("setsid --wait env -i bash -c 'echo $$; exec sleep 1000'");
        int descendant = int.Parse(await ReadLineAsync(child.StandardOutput));

        await Tree.KillAsync(NoMarker with { RootProcessId = child.Id }, CancellationToken.None);

        IsAlive(descendant).Should().BeFalse();
    }

    [Fact]
    public async Task Processes_that_multiply_are_killed_to_the_last()
    {
        // Not for ever: on a busy machine thousands might be there before the first look.
        await using ChildProcess child = Bash("echo go; for i in {1..500}; do (setsid sleep 1000 &); done; wait");
        await ReadLineAsync(child.StandardOutput);

        IReadOnlyList<int> survivors = await Tree.KillAsync(Scope(child), CancellationToken.None);

        survivors.Should().BeEmpty();
        Table.WithMarker(Scope(child).MarkerName, Scope(child).MarkerValue).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_there_is_killed_even_when_the_time_was_over_before_it_was_looked_at()
    {
        await using ChildProcess child = Bash("sleep 1000 & echo $!; wait");
        int grandchild = int.Parse(await ReadLineAsync(child.StandardOutput));

        IReadOnlyList<int> survivors = await new ProcessTree(Host, patience: TimeSpan.Zero).KillAsync(Scope(child), CancellationToken.None);

        survivors.Should().BeEmpty();
        IsAlive(grandchild).Should().BeFalse();
        (await child.Exited).Signal.Should().Be("SIGKILL");
    }

    [Fact]
    public async Task A_stopped_process_is_killed_too()
    {
        await using ChildProcess child = Bash("kill -STOP $$; true");
        await Eventually.HoldsAsync(() => Table.Find(child.Id) is { State: 'T' }, "it stops itself");

        await Tree.KillAsync(Scope(child), CancellationToken.None);

        (await child.Exited).Signal.Should().Be("SIGKILL");
    }

    [Fact]
    public async Task The_host_itself_is_never_killed()
    {
        IReadOnlyList<int> survivors = await Tree.KillAsync(NoMarker with { RootProcessId = Environment.ProcessId }, CancellationToken.None);

        survivors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_process_that_this_host_did_not_start_is_no_root()
    {
        await using ProcessHost other = new(NullLogger.Instance);
        await using ChildProcess stranger = Bash("sleep 1000");

        await new ProcessTree(other).KillAsync(NoMarker with { RootProcessId = stranger.Id }, CancellationToken.None);

        IsAlive(stranger.Id).Should().BeTrue();
    }

    [Fact]
    public async Task Without_a_process_table_the_tree_is_killed_by_parentage()
    {
        ProcessTable nothing = new(NullLogger.Instance, root: Folder);
        await using ProcessHost host = new(NullLogger.Instance, "this test wants it so", nothing);
        await using ChildProcess child = host.Start(new ProcessStart
        {
            FileName = "/bin/bash",
            Arguments = ["-c", "sleep 1000 & echo $!; wait"],
            WorkingDirectory = Folder,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        });
        int grandchild = int.Parse(await ReadLineAsync(child.StandardOutput));

        IReadOnlyList<int> survivors = await new ProcessTree(host).KillAsync(NoMarker with { RootProcessId = child.Id }, CancellationToken.None);

        survivors.Should().BeEmpty();
        await Eventually.HoldsAsync(() => !IsAlive(grandchild), "it was killed with its parent");
    }
}
