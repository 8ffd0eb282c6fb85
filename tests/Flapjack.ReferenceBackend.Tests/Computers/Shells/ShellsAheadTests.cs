using LocalComputers.Computers;
using LocalComputers.Processes;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend.Tests.Computers.Shells;

/// <summary>A shell that was started before its command is <c>bash -lc</c> with the command, whatever the command looks at.</summary>
public sealed class ShellsAheadTests : IAsyncLifetime
{
    private ReadyComputer _computer = null!;

    private ShellsAhead Ahead => _computer.Server.Backend.ShellsAhead();

    private Computer Computer => _computer.Server.Backend.ComputerOf(_computer.Agent);

    public async Task InitializeAsync() => _computer = await ReadyComputer.StartAsync(options => (options.RateLimits, options.ShellsAhead) = (null, 8));

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Theory]
    [InlineData("""echo "$- $0 $# $* $LINENO $? $_ ${PIPESTATUS[*]} ${#BASH_SOURCE[@]} ${#FUNCNAME[@]} $BASH_SUBSHELL $SHLVL" """)]
    [InlineData("""printf '%s' "$BASH_EXECUTION_STRING" """)]
    [InlineData("echo $_")]
    [InlineData("echo $?")]
    [InlineData("echo ${PIPESTATUS[@]}")]
    [InlineData("echo $SECONDS")]
    [InlineData("echo $LINENO\necho $LINENO\n\necho $LINENO $BASH_LINENO")]
    [InlineData("shopt; set -o; trap; umask; pwd; echo $PWD; alias; hash; jobs; dirs; enable; bind -V 2>&1")]
    [InlineData("declare -f; declare -F; compgen -v | grep -v '^BASH_EXECUTION' | sort")]
    [InlineData("declare -p | grep -v -e 'SECONDS=' -e ' SECONDS$' -e ' PPID=' -e EXEC_ID= -e 'BASHPID' -e RANDOM")]
    [InlineData("env | grep -v EXEC_ID= | sort; env | grep -c EXEC_ID=exec_")]
    [InlineData("ulimit -a | grep -v 'max memory'; ulimit -Ha | grep -v 'max memory'")]
    // Only builtins look, because a shell that starts a pipeline holds the pipes of it for a moment.
    [InlineData("for f in /proc/$$/fd/*; do if [ -p \"$f\" ]; then echo \"${f##*/} pipe\"; elif [ \"$f\" -ef /dev/null ]; then echo \"${f##*/} null\"; else echo \"${f##*/} other\"; fi; done; ls /proc/self/fd")]
    // SigQ counts the signals of all processes of the user.
    [InlineData("grep -e ^SigP -e ^SigB -e ^SigI -e ^SigC -e ^Shd -e ^Umask -e ^NoNewPrivs -e ^Seccomp /proc/$$/status")]
    [InlineData("sed 's|/[0-9]*$||; s|/[^/]*$||' /proc/self/cgroup")]
    [InlineData("tr '\\0' '\\n' </proc/$$/cmdline | sed '/^$/d'; ps -o args= -p $$ | cat")]
    [InlineData("tr '\\0' '\\n' </proc/$$/environ | grep -v -e EXEC_ID= -e LOGIN -e ^HOME= | sort; tr '\\0' '\\n' </proc/$$/environ | grep -c EXEC_ID=exec_")]
    [InlineData("""[ "$FLAPJACK_EXEC_ID" = "$(tr '\0' '\n' </proc/$$/environ | sed -n 's/FLAPJACK_EXEC_ID=//p')" ] && sh -c 'echo ${FLAPJACK_EXEC_ID%_*}'""")]
    [InlineData("ps -o sid=,pgid=,tty= -p $$ | tr -s ' ' | sed \"s/$$/own/g\"")]
    [InlineData("if then")]
    [InlineData("echo one; (")]
    [InlineData("no_such_command")]
    [InlineData("echo 'unterminated")]
    [InlineData("cat <<END\nline $((1+1))\nEND")]
    [InlineData("exit 3")]
    [InlineData("false")]
    [InlineData("kill -TERM $$; sleep 1")]
    [InlineData("kill -KILL $$")]
    [InlineData("trap 'echo bye' EXIT; exit 4")]
    [InlineData("set -e; false; echo never")]
    [InlineData("set -u; echo $no_such_variable; echo never")]
    [InlineData("-x")]
    [InlineData("--")]
    [InlineData("  echo padded  ")]
    [InlineData("\n\n echo lines \n\n")]
    [InlineData("echo $'\\001\\177' '\u0001\u007f' | od -c")]
    [InlineData("printf '%s' 'äöü€😀\u2028' | od -c; printf '%s' \"$BASH_EXECUTION_STRING\" | od -c")]
    [InlineData("echo \\a \\\\ \"\\$HOME\" '\\n' `echo x` $(echo y)")]
    [InlineData("exec bash -c 'echo $0 $-'")]
    [InlineData("exec >&2; echo to the other")]
    [InlineData("read line; echo $? \"$line\"")]
    [InlineData("sleep 0 & wait $!; echo $?; jobs")]
    [InlineData("history; echo $HISTCMD; fc -l; echo $?")]
    [InlineData("cd /; echo $OLDPWD; cd - >/dev/null; pwd | sed 's|.*/||'")]
    [InlineData("# only a comment")]
    public async Task What_a_command_sees_is_the_same_with_a_shell_ahead_and_without(string command)
    {
        var with = await RunWithAsync(command);
        var without = await RunWithoutAsync(command);

        Said(with).Should().Be(Said(without));
    }

    [Fact]
    public async Task A_command_of_any_length_up_to_the_limit_arrives_whole_and_a_longer_one_gets_a_shell_of_its_own()
    {
        foreach (var length in (int[])[40, 999, WaitingShell.MaxBytes - 1, WaitingShell.MaxBytes, WaitingShell.MaxBytes + 1, 100_000])
        {
            await WaitForShellAsync();
            var taken = Ahead.Taken;

            var said = (await _computer.RunAsync("echo ${#BASH_EXECUTION_STRING} #" + new string('x', length - 34) + "é")).Printed();

            said.Should().Be($"{length - 1}\n");
            Ahead.Taken.Should().Be(length <= WaitingShell.MaxBytes ? taken + 1 : taken);
        }
    }

    [Theory]
    [InlineData("echo 'export TOOL=1' >>~/.profile", "1")]
    [InlineData("echo 'export TOOL=2' >~/.bash_profile", "2")]
    [InlineData("echo 'export TOOL=3' >~/.bash_login", "3")]
    [InlineData("echo 'export TOOL=4' >~/x; ln -s ~/x ~/.bash_profile", "4")]
    [InlineData("rm ~/.profile", "")]
    [InlineData("echo 'export TOOL=5' >>~/../login/ahead/.bash_profile", "")]
    public async Task A_shell_that_has_read_files_which_have_changed_since_gets_no_command(string change, string expected)
    {
        await WaitForShellAsync();
        // The shell that waits while this one runs has read the old files.
        await _computer.RunAsync("true");
        await WaitForShellAsync();
        await _computer.RunAsync("sleep 0.05; " + change);

        (await _computer.RunAsync("echo $TOOL")).Printed().Should().Be(expected + "\n");
        (await _computer.RunAsync("echo $TOOL")).Printed().Should().Be(expected + "\n");
    }

    [Fact]
    public async Task A_shell_whose_folder_was_made_anew_gets_no_command()
    {
        await WaitForShellAsync();
        var other = Path.Combine(_computer.Home, "workspace");
        Directory.Move(other, other + ".old");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "new"), "");
        var taken = Ahead.Taken;

        (await _computer.RunAsync("ls")).Printed().Should().Be("new\n");

        Ahead.Taken.Should().Be(taken);
    }

    [Fact]
    public async Task It_is_no_process_of_a_command_and_goes_with_the_computer()
    {
        await WaitForShellAsync();
        var computer = Computer;
        var shell = computer.Processes.Ahead.Shell!.Child.Id;
        var listed = _computer.Server.Backend.Computers.GetBackgroundProcesses(_computer.Agent);
        var before = await computer.Processes.AllAsync();

        await computer.Processes.StopAllAsync();
        var after = await computer.Processes.AllAsync();

        listed.Should().BeEmpty();
        before.Should().Contain(process => process.Id == shell);
        after.Should().BeEmpty();
        Ahead.Waiting.Should().Be(0);
        HostProcesses.IsAlive(shell).Should().BeFalse();
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("STOP")]
    [InlineData("TERM")]
    public async Task A_shell_that_somebody_has_ended_or_stopped_gets_no_command(string signal)
    {
        await WaitForShellAsync();
        var shell = Computer.Processes.Ahead.Shell!.Child;
        System.Diagnostics.Process.Start("/bin/kill", [$"-{signal}", $"{shell.Id}"]).WaitForExit();

        var frames = await _computer.RunAsync("echo here");

        frames.Printed().Should().Be("here\n");
    }

    [Fact]
    public async Task It_shows_no_padding_and_ends_without_a_word_when_nobody_holds_its_gate_any_more()
    {
        await WaitForShellAsync();
        var shell = Computer.Processes.Ahead.Shell!.Child;
        await Eventually.HoldsAsync(
            () => File.ReadAllText($"/proc/{shell.Id}/cmdline").TrimEnd('\0') == "/bin/bash\0-lc\0--\0exit 125 # waits for a command", "the padding is gone");

        // The kernel does the same when the backend is killed.
        shell.Gate!.Dispose();

        (await shell.Exited.WaitAsync(Limit.Time)).Should().Be(new ProcessExit(125, null));
        (await _computer.RunAsync("echo here")).Printed().Should().Be("here\n");
    }

    [Fact]
    public async Task It_is_given_up_after_a_while_without_a_command()
    {
        await WaitForShellAsync();

        _computer.Clock.Advance(ShellsAhead.LongestWait + TimeSpan.FromSeconds(1));

        await Eventually.HoldsAsync(() => Ahead.Waiting == 0, "it has waited for long enough");
        (await _computer.RunAsync("echo here")).Printed().Should().Be("here\n");
    }

    [Fact]
    public async Task There_are_no_more_than_the_option_says()
    {
        await using var few = await ReadyComputer.StartAsync(options => options.ShellsAhead = 1);
        await using var none = await ReadyComputer.StartAsync(options => options.ShellsAhead = 0);
        var second = await few.Server.CreateReadyAgentAsync();
        await few.Server.RunAsync(second, "true");
        await few.RunAsync("true");
        await none.RunAsync("true");

        await Eventually.HoldsAsync(() => few.Server.Backend.ShellsAhead().Waiting == 1, "one of the computers has a shell");
        none.Server.Backend.ShellsAhead().Waiting.Should().Be(0);
        none.Server.Backend.ShellsAhead().Taken.Should().Be(0);
    }

    [Fact]
    public async Task A_command_in_another_folder_leaves_the_shell_for_the_next_command()
    {
        await WaitForShellAsync();
        Directory.CreateDirectory(Path.Combine(_computer.Home, "workspace", "sub"));
        var taken = Ahead.Taken;

        var answer = await _computer.PostAsync("""{"command":"pwd","workingDir":"sub"}""");

        answer.Body.Should().Contain("/workspace/sub");
        Ahead.Taken.Should().Be(taken);
        Ahead.Waiting.Should().Be(1);
    }

    [Fact]
    public async Task A_shell_that_is_taken_while_its_preparation_still_ends_is_followed_by_another()
    {
        await WaitForShellAsync();
        var taken = Ahead.Taken;
        var preparation = new TaskCompletionSource();
        Computer.Processes.Ahead.Preparation = preparation.Task;

        await _computer.RunAsync("true");
        try
        {
            Ahead.Taken.Should().Be(taken + 1);
            await WaitForShellAsync();
        }
        finally
        {
            // The end of the computer waits for it.
            preparation.SetResult();
        }
    }

    private static string Said(List<Api.SseFrame> frames)
    {
        var exit = frames.Exit();
        return string.Concat(frames.Where(frame => frame.Event is "stdout" or "stderr").OrderBy(frame => frame.Event).Select(frame => frame.Data.GetProperty("chunk").GetString()))
            + $"[{exit.GetProperty("exitCode")} {exit.GetProperty("signal")}]";
    }

    private Task WaitForShellAsync() => Eventually.HoldsAsync(() => Ahead.Waiting == 1, "a shell waits for the next command");

    /// <summary>A command in a shell that has waited for it.</summary>
    private async Task<List<Api.SseFrame>> RunWithAsync(string command)
    {
        // On a busy machine a shell that waits can be refused, and the command gets a shell of its own. Another shell waits then.
        for (var tries = 1; ; tries++)
        {
            await WaitForShellAsync();
            var taken = Ahead.Taken;
            var frames = await _computer.RunAsync(command);
            if (Ahead.Taken == taken + 1)
            {
                return frames;
            }

            tries.Should().BeLessThan(5, "a shell that waits takes the command");
        }
    }

    /// <summary>The same command on the same computer, in a shell that is started with it.</summary>
    private async Task<List<Api.SseFrame>> RunWithoutAsync(string command)
    {
        var taken = Ahead.Taken;
        await Ahead.EndAsync(Computer.Processes);
        var frames = await _computer.RunAsync(command);
        Ahead.Taken.Should().Be(taken);
        return frames;
    }
}
