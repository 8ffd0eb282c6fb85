using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Files;

namespace Flapjack.ReferenceBackend.Tests.Computers.Files;

/// <summary>A command removes what every command needs, or puts something else in its place.</summary>
public sealed class BrokenFoldersTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Theory]
    [InlineData("rm -rf ~/workspace")]
    [InlineData("rm -rf ~/workspace; echo x >~/workspace")]
    [InlineData("rm -rf ~/workspace; ln -s nowhere ~/workspace")]
    [InlineData("rm -rf ~/workspace; ln -s workspace ~/workspace")]
    [InlineData("rm -rf ~/workspace; mkfifo ~/workspace")]
    [InlineData("mv ~/workspace ~/elsewhere")]
    [InlineData("rm -rf ~")]
    [InlineData("home=~; rm -rf ~; echo x >$home")]
    [InlineData("home=~; mv ~ ~/../away; ln -s away $home")]
    [InlineData("home=~; rm -rf ~; ln -s /nowhere $home")]
    [InlineData("rm -rf $TMPDIR; echo x >$TMPDIR")]
    [InlineData("rm -rf ~/../*")]
    [InlineData("rm -rf ~/../login; echo x >~/../login")]
    [InlineData("rm ~/../login/.bash_profile; mkdir ~/../login/.bash_profile")]
    [InlineData("rm ~/../login/.bash_profile; mkfifo ~/../login/.bash_profile")]
    [InlineData("rm ~/../login/.bash_profile; ln -s nowhere ~/../login/.bash_profile")]
    [InlineData("echo 'exit 3' >~/../login/.bash_profile")]
    [InlineData("rm -rf ~/../login; ln -s ~ ~/../login")]
    [InlineData("rm -rf ~/workspace; mknod ~/workspace c 1 3 || mkfifo ~/workspace")]
    [InlineData("rm -rf ~/workspace; ln -s /etc/hostname ~/workspace")]
    [InlineData("mv ~/workspace ~/../tmp/w; rmdir ~ 2>/dev/null || rm -rf ~; mv ~/../tmp ~/../home")]
    [InlineData("mkdir app; cd app; rm -rf ../app; echo x >../app")]
    [InlineData("chmod 000 ~/workspace ~ $TMPDIR")]
    public async Task The_folders_are_made_again_before_the_next_command(string command)
    {
        var agent = await backend.CreateReadyAgentAsync("""{"template":"blank","envVars":[{"key":"GREETING","value":"hello"}]}""");
        await backend.RunAsync(agent, command);

        var next = await backend.RunAsync(agent, "pwd -P; echo $GREETING; touch file && touch $TMPDIR/file && cd ~ && echo fine");
        var named = await backend.RunAsync(agent, "true", ""","workingDir":"/workspace" """);

        next.ExitCode.Should().Be(0);
        next.Stdout.Should().EndWith("/home/workspace\nhello\nfine\n");
        named.ExitCode.Should().Be(0);
        (await backend.Backend.StatusOfAsync(agent)).Should().Be("ready");
    }

    [Fact]
    public async Task What_lay_in_the_place_of_a_folder_is_moved_aside()
    {
        var agent = await backend.CreateReadyAgentAsync();
        await backend.RunAsync(agent, "rm -rf ~/workspace; echo kept >~/workspace");

        var next = await backend.RunAsync(agent, "cat ~/workspace.aside-*");

        next.Stdout.Should().Be("kept\n");
    }

    [Fact]
    public async Task A_link_to_another_folder_is_the_workspace()
    {
        var agent = await backend.CreateReadyAgentAsync();
        await backend.RunAsync(agent, "mv ~/workspace ~/elsewhere; ln -s elsewhere ~/workspace; touch ~/elsewhere/file");

        (await backend.RunAsync(agent, "ls")).Stdout.Should().Be("file\n");
        (await backend.RunAsync(agent, "ls", ""","workingDir":"/workspace" """)).Stdout.Should().Be("file\n");
    }

    [Fact]
    public async Task A_computer_whose_whole_folder_is_gone_is_broken_and_made_anew_by_from_template()
    {
        const string Body = """{"template":"blank","externalAppId":"gone"}""";
        var agent = await backend.CreateReadyAgentAsync(Body);
        await backend.RunAsync(agent, "rm -rf \"$(realpath ~/..)\"");

        var refused = await backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"true"}""");
        var broken = await backend.Backend.StatusOfAsync(agent);
        await backend.CreateAsync(Body);
        await backend.ReadBootstrapAsync(agent);
        var ran = await backend.RunAsync(agent, "echo anew");

        refused.Status.Should().Be(410, refused.Body);
        refused.Body.Should().NotContain(backend.Backend.Folder());
        broken.Should().Be("error");
        ran.Stdout.Should().Be("anew\n");
    }

    [Fact]
    public async Task What_runs_on_a_computer_that_turns_out_to_be_broken_ends_and_is_told_so()
    {
        var agent = await backend.CreateReadyAgentAsync();
        using var stream = await backend.ExecAsync(agent, "setsid sleep 1000 >/dev/null 2>&1 & echo $!; wait");
        var process = int.Parse((await stream.ReadUntilPrintedAsync("\n")).Data.GetProperty("chunk").GetString()!);
        await backend.RunAsync(agent, "rm -rf \"$(realpath ~/..)\"");

        var refused = await backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"true"}""");
        var frames = await stream.ReadFramesAsync();

        refused.ShouldBeRefused(410, "SANDBOX_DESTROYED");
        frames[^1].Data.GetProperty("code").GetString().Should().Be("SANDBOX_DESTROYED");
        HostProcesses.IsAlive(process).Should().BeFalse();
    }

    [Theory]
    [InlineData("chmod 000 .")]
    [InlineData("chmod 000 home/workspace home tmp login .")]
    [InlineData("rm -rf home/workspace; chmod 500 home")]
    [InlineData("rm -rf tmp login; chmod 400 .")]
    [InlineData("rm -rf home; echo x >home; chmod 555 .")]
    public async Task Folders_that_an_ordinary_user_has_closed_are_opened(string script)
    {
        using var room = new TempFolder();
        var folder = new ComputerFolder(Path.Combine(room.Path, "computer"));
        await folder.ResetAsync();
        StrangeFiles.Bash(folder.Root, script);
        OrdinaryUser.Own(room.Path);

        var (before, after) = OrdinaryUser.Run(() =>
        {
            var isDamaged = folder.IsDamaged;
            folder.Mend();
            File.WriteAllText(Path.Combine(folder.Workspace, "file"), "");
            File.WriteAllText(Path.Combine(folder.Temp, "file"), "");
            return (isDamaged, folder.IsDamaged);
        });

        (before, after).Should().Be((true, false));
    }

    [Fact]
    public async Task Ten_commands_at_once_find_the_folders_mended_once()
    {
        var agent = await backend.CreateReadyAgentAsync();
        await backend.RunAsync(agent, "rm -rf ~/workspace; echo kept >~/workspace");

        var ran = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => backend.RunAsync(agent, $"touch {n}")));

        ran.Should().OnlyContain(outcome => outcome.ExitCode == 0);
        (await backend.RunAsync(agent, "ls | wc -l; ls -d ~/workspace.aside-* | wc -l")).Stdout.Should().Be("10\n1\n");
    }

    [FactWithLocks]
    public async Task A_computer_whose_folders_can_not_be_made_again_is_broken_and_made_anew_by_from_template()
    {
        const string Body = """{"template":"blank","externalAppId":"locked"}""";
        var agent = await backend.CreateReadyAgentAsync(Body);
        await backend.RunAsync(agent, "rm -rf ~/workspace; chattr +i ~");

        var refused = await backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"true"}""");
        await backend.CreateAsync(Body);
        await backend.ReadBootstrapAsync(agent);
        var ran = await backend.RunAsync(agent, "echo anew");

        refused.Status.Should().Be(410, refused.Body);
        refused.Body.Should().NotContain(backend.Backend.Folder());
        ran.Stdout.Should().Be("anew\n");
    }

    [Fact]
    public async Task A_command_that_can_not_be_started_names_no_path_of_the_host()
    {
        var agent = await backend.CreateReadyAgentAsync();
        await backend.RunAsync(agent, StrangeFiles.NoWorkspaceForCommands);

        using var stream = await backend.ExecAsync(agent, "true");
        var last = (await stream.ReadFramesAsync())[^1];

        last.Data.ToString().Should().Be("""{"code":"EXEC_START_FAILED","detail":"Cannot start '/bin/bash': No such file or directory."}""");
    }
}
