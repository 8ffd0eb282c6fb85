using System.Diagnostics;
using LocalComputers.Files;

namespace LocalComputers.Tests.Files;

/// <summary>Where a working directory leads: only to folders of the workspace, and never by a look outside of it.</summary>
public sealed class WorkspacePathTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _workspace;

    public WorkspacePathTests()
    {
        _workspace = Path.Combine(_folder.Path, "home", "workspace");
        Directory.CreateDirectory(Path.Combine(_workspace, "sub", "deep er", "ünï"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "home", "beside"));
        File.WriteAllText(Path.Combine(_workspace, "file"), "");
        Link("relative", "sub");
        Link("sub/up", "../sub/deep er");
        Link("chain", "relative/up/ünï");
        Link("self", ".");
        Link("beside", "../beside");
        Link("absolute", Path.Combine(_workspace, "sub"));
        Link("named", "/workspace/sub");
        Link("host", "/usr");
        Link("absent", "/no/such/folder");
        Link("dangling", "nowhere");
        Link("loop", "loop");
        Link("ping", "pong");
        Link("pong", "ping");
        Link("sub/out", "../../..");
        Link("to-file", "file");
        Link("app2", "../workspace/sub");
        Link("app1", "./app2");
        Link("line\nbreak", "./sub/");
        Link("backslash\\", "sub//.//");
        Link("to-fifo", "fifo/");
        MakeFifo(Path.Combine(_workspace, "fifo"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(".", "")]
    [InlineData("sub", "/sub")]
    [InlineData("sub//deep er/./ünï/", "/sub/deep er/ünï")]
    [InlineData("sub/../sub", "/sub")]
    [InlineData("relative/deep er", "/sub/deep er")]
    [InlineData("sub/up", "/sub/deep er")]
    [InlineData("chain", "/sub/deep er/ünï")]
    [InlineData("chain/..", "/sub/deep er")]
    [InlineData("self/self/sub", "/sub")]
    [InlineData("relative/", "/sub")]
    [InlineData("relative/.", "/sub")]
    [InlineData("line\nbreak/deep er", "/sub/deep er")]
    [InlineData("backslash\\/", "/sub")]
    [InlineData("./chain/../../up/", "/sub/deep er")]
    public void A_folder_of_the_workspace_is_found_through_relative_links(string relative, string found) =>
        WorkspacePath.Resolve(_workspace, relative).Should().Be(_workspace + found);

    [Theory]
    [InlineData("..")]
    [InlineData("sub/../..")]
    [InlineData("../workspace/sub")]
    [InlineData("beside")]
    [InlineData("absolute")]
    [InlineData("named")]
    [InlineData("host")]
    [InlineData("host/bin")]
    [InlineData("absent")]
    [InlineData("absent/..")]
    [InlineData("host/../sub")]
    [InlineData("dangling")]
    [InlineData("loop")]
    [InlineData("ping")]
    [InlineData("sub/out/home/workspace")]
    [InlineData("file")]
    [InlineData("file/..")]
    [InlineData("to-file")]
    [InlineData("nowhere")]
    [InlineData("sub\0")]
    [InlineData("host/")]
    [InlineData("host/.")]
    [InlineData("absent/")]
    [InlineData("dangling/..")]
    [InlineData("to-file/")]
    [InlineData("app1")]
    [InlineData("app2/.")]
    [InlineData("fifo")]
    [InlineData("fifo/.")]
    [InlineData("to-fifo")]
    [InlineData("relative/../../workspace")]
    [InlineData(" sub")]
    public void Whatever_leaves_the_workspace_or_is_no_folder_is_not_found(string relative) =>
        WorkspacePath.Resolve(_workspace, relative).Should().BeNull();

    [Fact]
    public void A_workspace_that_is_a_link_itself_has_no_folders()
    {
        var link = Path.Combine(_folder.Path, "link");
        Directory.CreateSymbolicLink(link, _workspace);

        WorkspacePath.Resolve(link, "sub").Should().BeNull();
        WorkspacePath.Resolve(Path.Combine(_folder.Path, "gone"), "").Should().BeNull();
    }

    [Fact]
    public void A_path_that_the_system_can_not_take_is_not_found()
    {
        WorkspacePath.Resolve(_workspace, new string('a', 300)).Should().BeNull();
        WorkspacePath.Resolve(_workspace, string.Concat(Enumerable.Repeat("sub/../", 2_000)) + "sub").Should().Be(_workspace + "/sub");
    }

    [Fact]
    public void A_path_that_climbs_up_and_down_without_end_is_given_up()
    {
        // From depth 200, each ".." opens 200 folders: the whole path would take twenty million openings.
        var down = string.Concat(Enumerable.Repeat("d/", 200));
        Directory.CreateDirectory(Path.Combine(_workspace, down));

        WorkspacePath.Resolve(_workspace, down + string.Concat(Enumerable.Repeat("../d/", 100))).Should().NotBeNull();
        WorkspacePath.Resolve(_workspace, down + string.Concat(Enumerable.Repeat("../d/", 100_000))).Should().BeNull();
    }

    [Fact]
    public async Task A_link_that_is_exchanged_meanwhile_leads_into_the_workspace_or_nowhere()
    {
        using var done = new CancellationTokenSource();
        var exchange = Task.Run(() =>
        {
            var place = Path.Combine(_workspace, "swapped");
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                Link("swapped", (i % 3) switch { 0 => "sub", 1 => "/usr", _ => "../beside" });
                File.Delete(place);
            }
        });

        var found = Enumerable.Range(0, 2_000).Select(_ => WorkspacePath.Resolve(_workspace, "swapped")).ToHashSet();
        await done.CancelAsync();
        await exchange;

        found.Should().BeSubsetOf([null, _workspace + "/sub"]);
    }

    public void Dispose() => _folder.Dispose();

    private static void MakeFifo(string path)
    {
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        made.ExitCode.Should().Be(0);
    }

    private void Link(string name, string target) => Directory.CreateSymbolicLink(Path.Combine(_workspace, name), target);
}
