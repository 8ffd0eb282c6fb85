using LocalComputers.Processes;

namespace LocalComputers.Tests.Processes;

public sealed class PosixChildProcessTests() : ChildProcessTests(whyPortable: null)
{
    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("KILL", 137)]
    [InlineData("SEGV", 139)]
    public async Task The_signal_that_ended_a_process_is_named(string signal, int exitCode)
    {
        var (_, _, exit) = await RunAsync($"kill -{signal} $$");

        exit.Should().Be(new ProcessExit(exitCode, "SIG" + signal));
    }

    [Fact]
    public async Task An_exit_code_above_128_is_not_taken_for_a_signal()
    {
        var (_, _, exit) = await RunAsync("exit 137");

        exit.Should().Be(new ProcessExit(137, Signal: null));
    }

    [Fact]
    public async Task A_process_leads_a_session_and_a_group_of_its_own()
    {
        await using var child = Bash("sleep 1000");

        var stat = Table.Find(child.Id)!.Value;

        stat.Session.Should().Be(child.Id);
        stat.Group.Should().Be(child.Id);
    }

    [Fact]
    public async Task A_pipe_that_breaks_ends_its_writer_by_signal()
    {
        var (output, error, exit) = await RunAsync("set -o pipefail; yes | head -1");

        output.Should().Be("y\n");
        error.Should().BeEmpty();
        exit.ExitCode.Should().Be(141);
    }

    [Fact]
    public async Task No_signal_is_ignored_or_blocked()
    {
        await using var child = Start("sed", "-n", "s/^Sig\\(Blk\\|Ign\\):\t//p", "/proc/self/status");

        var signalSets = (await ReadToEndAsync(child.StandardOutput)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // Without the real-time ones: glibc keeps the first two of them for its threads, in any program.
        signalSets.Select(set => Convert.ToUInt64(set, 16) & 0x7FFF_FFFF).Should().Equal(0, 0);
    }

    [Fact]
    public async Task A_descriptor_of_the_host_is_not_inherited()
    {
        var file = Path.Combine(Folder, "open");
        using var openInHost = new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.Inheritable);

        var (output, _, _) = await RunAsync("ls -l /proc/self/fd | sed -n 's/.* \\([0-9]*\\) -> \\(.*\\)/\\1 \\2/p'");

        var descriptors = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        descriptors.Select(line => line.Split(' ')[0]).Should().Equal("0", "1", "2", "3");
        descriptors[0].Should().Be("0 /dev/null");
        descriptors[3].Should().StartWith("3 /proc/", "ls itself reads the folder through it");
    }

    [Fact]
    public async Task An_ended_process_holds_its_id_until_it_is_disposed_of()
    {
        var child = Bash("true");
        await child.Exited;

        Table.Find(child.Id)!.Value.IsZombie.Should().BeTrue();
        Host.HolderOf(child.Id).Should().Be(child);
        await child.DisposeAsync();

        Host.HolderOf(child.Id).Should().BeNull();
    }

    [Fact]
    public async Task Disposing_of_a_running_shell_ends_the_jobs_that_have_groups_of_their_own()
    {
        var child = Bash("set -m; sleep 1000 & echo $!; wait");
        var job = int.Parse(await ReadLineAsync(child.StandardOutput));
        Table.Find(job)!.Value.Group.Should().Be(job);

        await child.DisposeAsync();

        await Eventually.HoldsAsync(() => !IsAlive(job), "its session was killed");
    }

    [Fact]
    public async Task What_keeps_running_after_its_command_outlives_the_disposal()
    {
        var child = Bash("sleep 1000 & echo $!");
        var background = int.Parse(await ReadLineAsync(child.StandardOutput));
        await child.Exited;

        await child.DisposeAsync();

        IsAlive(background).Should().BeTrue();
    }

    [Fact]
    public async Task A_program_is_looked_up_in_the_childs_path_not_the_hosts()
    {
        var program = Path.Combine(Folder, "only-here");
        // Written by a shell: were it open for writing in this process, a child forked just then would keep it busy.
        await RunAsync($"printf '#!/bin/sh\necho found by $0\n' > {program}; chmod +x {program}");
        await using var child = Host.Start(new ProcessStart
        {
            FileName = "only-here",
            WorkingDirectory = Folder,
            Environment = new Dictionary<string, string> { ["PATH"] = "/nowhere:." },
        });

        (await ReadToEndAsync(child.StandardOutput)).Should().Be($"found by {program}\n");
    }
}
