using LocalComputers.Files;
using LocalComputers.Isolation;
using LocalComputers.Processes;

namespace LocalComputers.Tests.Isolation;

/// <summary>What the wrapper is told to show, and what of the host. None of this needs bubblewrap.</summary>
public sealed class BubblewrapTests
{
    private static readonly HostNames Names = new("Flapjack");

    [Fact]
    public void A_folder_of_the_path_is_seen_with_its_libraries_unless_it_is_seen_anyway()
    {
        var seen = HostFiles.Tools("/usr/local/bin:/opt/node/bin/:/home/ann/tools:relative:.::/tmp/tools:/bin:/opt/../tmp", new(Names));

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
        var bubblewrap = new Bubblewrap("/usr/bin/bwrap", new(Path.Combine(root.Path, "etc"), Names), "/data/system-calls", allowNetwork: false, [], Names);
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
