using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Isolation;

/// <summary>What an isolated computer has of its own, and where.</summary>
public sealed class OwnFilesTests(IsolatedComputer computer) : IClassFixture<IsolatedComputer>
{
    [FactWithBubblewrap]
    public async Task Workspace_is_really_workspace()
    {
        var seen = await computer.PrintedAsync("pwd; pwd -P; echo $PWD; mkdir -p /workspace/sub; echo kept >/workspace/sub/file");

        seen.Should().Be("/workspace\n/workspace\n/workspace\n");
        File.ReadAllText(Path.Combine(computer.Home, "workspace", "sub", "file")).Should().Be("kept\n");
    }

    [FactWithBubblewrap]
    public async Task The_workspace_in_the_home_is_the_same_place()
    {
        await computer.RunAsync("echo from home >~/workspace/note");

        var seen = await computer.PrintedAsync("cat /workspace/note; [ ~/workspace -ef /workspace ] && echo $HOME");

        seen.Should().Be("from home\n/home/flapjack\n");
    }

    [FactWithBubblewrap]
    public async Task A_working_directory_is_the_same_inside_as_it_was_sent()
    {
        await computer.RunAsync("mkdir -p 'made here/ünï $HOME'");

        var absolute = await computer.PrintedAsync("pwd", ""","workingDir":"/workspace/made here/ünï $HOME" """);
        var relative = await computer.PrintedAsync("pwd", ""","workingDir":"made here" """);

        absolute.Should().Be("/workspace/made here/ünï $HOME\n");
        relative.Should().Be("/workspace/made here\n");
    }

    [FactWithBubblewrap]
    public async Task A_working_directory_outside_of_the_workspace_is_refused_as_ever()
    {
        await computer.RunAsync("ln -sfn / out");

        var refused = new List<HttpAnswer>();
        foreach (var place in (string[])["/etc", "..", "/workspace/..", "out", "absent"])
        {
            refused.Add(await computer.Backend.PostAsync(
                $"/api/agents/{computer.AgentId}/computer/exec", $$"""{"command":"pwd","workingDir":"{{place}}"}"""));
        }

        refused.ForEach(answer => answer.ShouldBeRefused(400, "INVALID_WORKING_DIR"));
    }

    [FactWithBubblewrap]
    public async Task Temporary_files_are_the_computers_own_and_stay()
    {
        using var hosts = new TempFolder();
        var file = (await computer.PrintedAsync("mktemp")).Trim();

        var seen = await computer.PrintedAsync($"ls {file}; [ /var/tmp -ef /tmp ] && echo $TMPDIR; ls -d {hosts.Path} 2>/dev/null; true");

        file.Should().StartWith("/tmp/");
        File.Exists(file).Should().BeFalse("it lies in the computer's folder");
        seen.Should().Be($"{file}\n/tmp\n");
    }

    [FactWithBubblewrap]
    public async Task The_profile_the_variables_and_the_path_are_right_inside()
    {
        var agent = await computer.Backend.CreateReadyAgentAsync("""{"template":"blank","envVars":[{"key":"WORD","value":"it's $HOME\n`id` 🥞"}]}""");

        var seen = await computer.Backend.RunAsync(agent, "printf '%s|%s|' \"$WORD\" \"$PATH\"; stat -c %a ~/.profile");

        seen.Stdout.Should().Be("it's $HOME\n`id` 🥞|/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin|600\n");
    }

    [FactWithBubblewrap]
    public async Task A_command_knows_who_and_where_it_is()
    {
        var seen = await computer.PrintedAsync("hostname; whoami; id -u; getent passwd \"$USER\" | cut -d: -f6; getent hosts flapjack >/dev/null && echo resolved");

        seen.Should().Be($"flapjack\n{Environment.UserName}\n{File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1]}\n/home/flapjack\nresolved\n");
    }

    [FactWithBubblewrap]
    public async Task Nothing_of_the_hosts_environment_is_inherited()
    {
        Environment.SetEnvironmentVariable("FLAPJACK_TEST_SECRET", "secret");

        var seen = await computer.PrintedAsync("env");

        seen.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]).Should().BeSubsetOf(
        [
            "HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "USER", "FLAPJACK_COMPUTER_ID", "FLAPJACK_EXEC_ID", "PWD", "OLDPWD", "SHLVL", "_",
        ]);
    }

    [FactWithBubblewrap]
    public async Task A_repository_of_this_machine_is_cloned_and_not_seen_afterwards()
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var own = await TestBackend.StartAsync(options =>
        {
            options.Isolation = ComputerIsolation.Bubblewrap;
            repository.Rewrite(options);
        });
        var agent = await own.CreateReadyAgentAsync(LocalRepository.Body("pwd >installed; ls $(git remote get-url origin) 2>&1 >seen; true"));

        var seen = await own.RunAsync(agent, "pwd; cat version.txt installed; git status --short --branch | head -1; ls -A $(git remote get-url origin); cat seen");

        seen.Stdout.Should().Be("/workspace/app\none\n/workspace/app\n## main...origin/main\n");
    }

    [FactWithBubblewrap("cargo", "rustc", "cc")]
    public async Task A_template_finds_its_tools_wherever_they_lie_on_the_path()
    {
        var path = string.Join(':', HostTools.PathFor(["cargo", "rustc", "cc"]));
        await using var own = await IsolatedComputer.StartAsync(options => options.ComputerPath = path);
        var agent = await own.Backend.CreateReadyAgentAsync("""{"template":"rust-cargo"}""");

        var seen = await own.Backend.RunAsync(agent, "pwd; cargo build --offline && target/debug/app");

        seen.Stdout.Should().Be("/workspace/app\nHello, world!\n", seen.Stderr);
    }

    [FactWithBubblewrap("node", "npm")]
    public async Task A_template_with_node_passes_its_own_tests()
    {
        var path = string.Join(':', HostTools.PathFor(["node", "npm"]));
        await using var own = await IsolatedComputer.StartAsync(options => options.ComputerPath = path);
        var agent = await own.Backend.CreateReadyAgentAsync("""{"template":"node-playwright"}""");

        var seen = await own.Backend.RunAsync(agent, "npm test");

        seen.ExitCode.Should().Be(0, seen.Stdout + seen.Stderr);
    }
}
