namespace Flapjack.ReferenceBackend.Tests.Computers.Isolation;

/// <summary>A command that bubblewrap could not start is an error, never the exit code of a command that did not run.</summary>
public sealed class FailedStartTests
{
    [FactWithBubblewrap]
    public async Task An_isolation_that_can_not_be_set_up_is_an_error_and_not_an_exit_code()
    {
        using var folder = new TempFolder();
        var broken = Path.Combine(folder.Path, "broken");
        await using var computer = await StartAsync(folder, $"""
            [ ! -e {broken} ] || exec bwrap --ro-bind /no/such/place /mnt "$@"
            exec bwrap "$@"
            """);

        var before = await computer.RunAsync("echo ran; exit 1");
        File.WriteAllText(broken, "");
        var failed = await computer.RunAsync("echo ran; exit 1");
        File.Delete(broken);
        var after = await computer.RunAsync("echo ran; exit 1");

        before.ExitCode.Should().Be(1, "an exit code of the command itself stays");
        failed.Stdout.Should().BeEmpty();
        failed.Stderr.Should().BeEmpty("bubblewrap's own words name places of the host");
        failed.Frames[^1].Data.ToString().Should().Be(""""{"code":"EXEC_START_FAILED","detail":"The command could not be started inside its isolation: No such file or directory"}"""");
        after.ExitCode.Should().Be(1);
    }

    [FactWithBubblewrap]
    public async Task A_bubblewrap_that_ends_well_without_a_command_is_an_error_too()
    {
        using var folder = new TempFolder();
        var broken = Path.Combine(folder.Path, "broken");
        await using var computer = await StartAsync(folder, $"""
            [ ! -e {broken} ] || exit 0
            exec bwrap "$@"
            """);

        File.WriteAllText(broken, "");
        var failed = await computer.RunAsync("exit 7");

        failed.Frames[^1].Event.Should().Be("error");
        failed.Frames[^1].Data.GetProperty("detail").GetString().Should().EndWith("isolation: bubblewrap ended without a word");
    }

    [FactWithBubblewrap]
    public async Task The_standard_error_of_a_command_and_of_what_it_leaves_running_is_its_own()
    {
        await using var computer = await IsolatedComputer.StartAsync(_ => { });

        var ran = await computer.RunAsync("echo said >&2; (sleep 0.01; echo later >&2; touch ~/later) & until [ -e ~/later ]; do sleep 0.01; done; ls /proc/self/fd | wc -l");

        ran.Stderr.Should().Be("said\nlater\n");
        ran.Stdout.Trim().Should().Be("4", "ls opens the folder beside the usual three");
    }

    [FactWithBubblewrap("perl")]
    public async Task A_command_that_is_stopped_during_its_start_was_stopped_and_is_no_failed_start()
    {
        using var folder = new TempFolder();
        var slow = Path.Combine(folder.Path, "slow");
        await using var computer = await StartAsync(folder, $$"""
            [ ! -e {{slow}} ] || exec perl -e '$| = 1; $SIG{TERM} = sub { exit 1 }; print "setting up"; sleep 1000'
            exec bwrap "$@"
            """);

        File.WriteAllText(slow, "");
        using var stream = await computer.ExecAsync("echo ran");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadUntilPrintedAsync("setting up");
        await computer.Backend.DeleteAsync($"/api/agents/{computer.AgentId}/computer/exec/{exec}");
        var last = (await stream.ReadFramesAsync())[^1];

        last.Event.Should().Be("exit");
    }

    private static Task<IsolatedComputer> StartAsync(TempFolder folder, string script)
    {
        var program = Path.Combine(folder.Path, "bwrap");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        }

        using (var file = new StreamWriter(program, options))
        {
            file.Write($"#!/bin/sh\n{script}\n");
        }

        return IsolatedComputer.StartAsync(it => it.BubblewrapProgram = program);
    }
}
