using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Shells;

/// <summary>Tools write and break the files that a login shell reads. The computer's variables stay.</summary>
public sealed class LoginFilesTests : IAsyncLifetime
{
    private const string Path = "/opt/tools:/usr/bin:/bin";

    private TestBackend _backend = null!;

    public async Task InitializeAsync() => _backend = await TestBackend.StartAsync(options => options.ComputerPath = Path);

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    [Theory]
    [InlineData("echo 'export TOOL=1' >~/.bash_profile")]
    [InlineData("echo 'export TOOL=1' >~/.bash_login")]
    [InlineData("echo 'export TOOL=1' >~/.profile")]
    [InlineData("touch ~/.bash_profile ~/.bash_login")]
    [InlineData("rm ~/.profile")]
    [InlineData("rm -rf ~/.* 2>/dev/null; true")]
    [InlineData("mkdir ~/.bash_profile; rm ~/.profile")]
    [InlineData("echo 'if then (' >~/.bash_profile")]
    [InlineData("echo return 7 >~/.bash_profile")]
    [InlineData("ln -s nowhere ~/.bash_profile; ln -sf nowhere ~/.profile")]
    [InlineData("chmod 0 ~/.profile")]
    [InlineData("mkfifo ~/.bash_profile ~/.bash_login; rm ~/.profile; mkfifo ~/.profile")]
    [InlineData("ln -s ~/.bash_profile ~/.bash_profile; ln -s / ~/.bash_login")]
    [InlineData("echo '[ -n \"$PS1\" ] || return' >~/.bashrc; echo '. ~/.bashrc' >~/.bash_profile")]
    [InlineData("printf '\\377\\376\\0\\0' >~/.bash_login")]
    [InlineData("echo 'shopt -s nullglob failglob extglob; set -f; shopt -u expand_aliases; alias printf=false printenv=false' >~/.bash_profile")]
    [InlineData("seq -f 'export V%g=1' 20000 >~/.bash_profile; echo 'unset ${!V*}' >>~/.bash_profile")]
    [InlineData("mv ~/.profile ~/.bash_profile")]
    [InlineData("echo x >~/../login/.bash_profile; chmod 0 ~/../login/.bash_profile")]
    public async Task Whatever_becomes_of_them_the_variables_and_the_PATH_stay(string tool)
    {
        var agent = await _backend.CreateReadyAgentAsync("""{"template":"blank","envVars":[{"key":"WORD","value":"it's $HOME"}]}""");
        var written = await _backend.RunAsync(agent, tool);

        var seen = await _backend.RunAsync(agent, """printf '%s|%s|' "$WORD" "$PATH"; printenv WORD PATH""");

        written.ExitCode.Should().Be(0, written.Stderr);
        seen.Stdout.Should().Be($"it's $HOME|{Path}|it's $HOME\n{Path}\n");
    }

    [Theory]
    [InlineData(".bash_profile")]
    [InlineData(".bash_login")]
    [InlineData(".profile")]
    public async Task What_the_users_own_file_sets_wins_and_builds_on_the_computers(string file)
    {
        var agent = await _backend.CreateReadyAgentAsync("""{"template":"blank","envVars":[{"key":"WORD","value":"one"}]}""");
        await _backend.RunAsync(agent, $"""printf '%s\n' 'export WORD="$WORD two" PATH="$HOME/bin:$PATH" TOOL=1' >>~/{file}""");

        var seen = await _backend.RunAsync(agent, """printf '%s\n' "$WORD" "${PATH#"$HOME"}" "$TOOL" """);

        seen.Stdout.Should().Be($"one two\n/bin:{Path}\n1\n");
    }

    [Fact]
    public async Task Only_the_first_of_the_three_is_read_as_bash_does()
    {
        var agent = await _backend.CreateReadyAgentAsync();
        await _backend.RunAsync(agent, "for f in bash_profile bash_login profile; do echo \"echo $f\" >~/.$f; done");

        (await _backend.RunAsync(agent, "rm ~/.bash_profile")).Stdout.Should().Be("bash_profile\n");
        (await _backend.RunAsync(agent, "rm ~/.bash_login")).Stdout.Should().Be("bash_login\n");
        (await _backend.RunAsync(agent, "true")).Stdout.Should().Be("profile\n");
    }

    [Fact]
    public async Task A_login_shell_of_the_users_own_finds_the_variables_in_the_profile()
    {
        var agent = await _backend.CreateReadyAgentAsync("""{"template":"blank","envVars":[{"key":"WORD","value":"one"}]}""");

        var seen = await _backend.RunAsync(agent, """env -i HOME="$HOME" /bin/bash -lc 'printf "%s|%s" "$WORD" "$PATH"'""");

        seen.Stdout.Should().Be($"one|{Path}");
    }

    [Fact]
    public async Task The_command_is_the_whole_argument_of_its_shell_and_HOME_is_the_users()
    {
        var agent = await _backend.CreateReadyAgentAsync();

        var seen = await _backend.RunAsync(agent, """tr '\0' ' ' </proc/$$/cmdline; echo; echo "$0 $# $-"; [ ~ = "$HOME" ] && ls -A ~; env | grep -c LOGIN_HOME""");

        seen.Stdout.Should().StartWith("/bin/bash -lc -- tr ").And.EndWith("\n/bin/bash 0 hBc\n.profile\nworkspace\n0\n");
    }

    [Fact]
    public async Task They_stay_also_for_the_installation_and_when_the_folder_beside_the_home_is_cleared()
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var own = await TestBackend.StartAsync(repository.Rewrite);
        var agent = await own.CreateReadyAgentAsync(LocalRepository.Body(
            "rm -rf ~/../login; echo 'export TOOL=1' >~/.bash_profile; echo \"$WORD\" >one", ""","envVars":[{"key":"WORD","value":"x"}]"""));

        var seen = await own.RunAsync(agent, "echo \"$WORD\" \"$TOOL\"; cat one");

        seen.Stdout.Should().Be("x 1\nx\n");
    }

    [Fact]
    public async Task They_stay_after_a_restart()
    {
        using var folder = new TempFolder();
        string agent;
        await using (var before = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            agent = await before.CreateReadyAgentAsync("""{"template":"blank","envVars":[{"key":"WORD","value":"x"}]}""");
            await before.RunAsync(agent, "echo 'export TOOL=1' >~/.bash_profile; rm -rf ~/../login");
        }

        await using var after = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);
        var seen = await after.RunAsync(agent, "echo \"$WORD\" \"$TOOL\"");

        seen.Stdout.Should().Be("x 1\n");
    }
}
