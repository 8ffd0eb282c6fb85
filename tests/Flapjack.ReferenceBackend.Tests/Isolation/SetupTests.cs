using Flapjack.ReferenceBackend.Words;
using LocalComputers.Files;
using LocalComputers.Isolation;
using LocalComputers.Processes;

namespace Flapjack.ReferenceBackend.Tests.Isolation;

/// <summary>Isolation that cannot be had is an error, and says what would help. None of this needs bubblewrap.</summary>
public sealed class SetupTests
{
    [Fact]
    public async Task A_machine_without_bubblewrap_is_told_so_at_the_start()
    {
        var start = () => FlapjackBackend.StartAsync(new() { Isolation = ComputerIsolation.Bubblewrap, BubblewrapProgram = "no-such-bwrap" });

        (await start.Should().ThrowAsync<PlatformNotSupportedException>()).Which.Message.Should()
            .Contain("bubblewrap is not installed").And.Contain("no-such-bwrap").And.Contain("Install the package 'bubblewrap'").And.Contain("Isolation to None");
    }

    [Fact]
    public async Task A_bubblewrap_that_fails_is_quoted_at_the_start()
    {
        // It knows none of the options that it is given, and says so.
        var start = () => FlapjackBackend.StartAsync(new() { Isolation = ComputerIsolation.Bubblewrap, BubblewrapProgram = "/bin/ls" });

        (await start.Should().ThrowAsync<PlatformNotSupportedException>()).Which.Message.Should()
            .Contain("bubblewrap does not work here").And.Contain("unrecognized option").And.Contain("user namespaces").And.Contain("Isolation to None");
    }

    [Fact]
    public async Task Nothing_is_isolated_unless_it_is_asked_for()
    {
        await using var backend = await Api.TestBackend.StartAsync(options => options.BubblewrapProgram = "no-such-bwrap");

        (await backend.RunAsync(await backend.CreateReadyAgentAsync(), "[ -e /proc/$PPID ] && ls -d /etc/passwd")).Stdout.Should().Be("/etc/passwd\n");
    }

    [Fact]
    public async Task No_network_without_isolation_is_a_contradiction()
    {
        var start = () => FlapjackBackend.StartAsync(new() { AllowNetwork = false });

        (await start.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain("AllowNetwork").And.Contain("Bubblewrap");
    }

    [Fact]
    public async Task Visible_paths_without_isolation_are_one_too()
    {
        var start = () => FlapjackBackend.StartAsync(new() { VisiblePaths = { "/opt/jdk" } });

        (await start.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain("VisiblePaths");
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/proc/1")]
    [InlineData("/workspace/tools")]
    [InlineData("/tmp")]
    [InlineData("/home")]
    [InlineData("/opt/../tmp")]
    public async Task A_visible_path_that_means_something_else_inside_is_refused(string path)
    {
        var start = () => FlapjackBackend.StartAsync(new() { Isolation = ComputerIsolation.Bubblewrap, VisiblePaths = { path } });

        (await start.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain($"'{path}'");
    }

    [Fact]
    public async Task There_is_no_third_isolation()
    {
        var start = () => FlapjackBackend.StartAsync(new() { Isolation = (ComputerIsolation)2 });

        await start.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_folder_of_the_path_is_seen_with_its_libraries_unless_it_is_seen_anyway()
    {
        var seen = HostFiles.Tools("/usr/local/bin:/opt/node/bin/:/home/ann/tools:relative:.::/tmp/tools:/bin:/opt/../tmp", new(FlapjackNames.Host));

        seen.Where(word => word.StartsWith('/')).Distinct().Should().Equal(
            "/opt/node/bin", "/opt/node/lib", "/opt/node/lib64", "/opt/node/libexec", "/home/ann/tools");
    }

    [Theory]
    [InlineData("", "/workspace")]
    [InlineData("/app", "/workspace/app")]
    [InlineData("/made here/ünï", "/workspace/made here/ünï")]
    public void A_folder_of_the_workspace_is_found_inside(string onTheHost, string inside)
    {
        using var root = new TempFolder();
        var folder = new ComputerFolder(Path.Combine(root.Path, "computer"));

        InsidePaths.OfWorkingDirectory(folder.Workspace + onTheHost, folder).Should().Be(inside);
    }

    [Fact]
    public void A_folder_beside_the_workspace_has_no_place_inside()
    {
        var folder = new ComputerFolder("/data/computer");

        var map = () => InsidePaths.OfWorkingDirectory(folder.Workspace + "-2", folder);

        map.Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task The_command_its_folder_and_its_environment_go_through_the_wrapper()
    {
        using var root = new TempFolder();
        var folder = new ComputerFolder(Path.Combine(root.Path, "computer"));
        await folder.ResetAsync();
        var bubblewrap = new Bubblewrap("/usr/bin/bwrap", new(Path.Combine(root.Path, "etc"), FlapjackNames.Host), "/data/system-calls", allowNetwork: false, [], FlapjackNames.Host);
        var plain = new ProcessStart
        {
            FileName = "/bin/bash",
            Arguments = ["-lc", "--", "echo 'a  b' = c"],
            WorkingDirectory = folder.Workspace,
            Environment = new Dictionary<string, string> { ["HOME"] = folder.Home, ["TMPDIR"] = folder.Temp, ["FLAPJACK_EXEC_ID"] = "exec_1" },
        };

        var wrapped = bubblewrap.Wrap(plain, folder, []);

        wrapped.Arguments.Should().ContainInOrder("/usr/bin/bwrap", "--cap-drop", "ALL", "--unshare-net", "--chdir", "/workspace", "--", "/bin/bash", "-lc", "--", "echo 'a  b' = c");
        wrapped.WorkingDirectory.Should().Be("/", "on the host the way to the folder may lead through links");
        wrapped.Arguments.Should().ContainInOrder("--json-status-fd", "3").And.ContainInOrder("--seccomp", "4");
        wrapped.InputFile.Should().Be("/data/system-calls");
        wrapped.OwnSessionKeyring.Should().BeTrue();
        wrapped.Environment.Should().BeEquivalentTo(new Dictionary<string, string> { ["HOME"] = "/home/flapjack", ["TMPDIR"] = "/tmp", ["FLAPJACK_EXEC_ID"] = "exec_1" });
    }
}
