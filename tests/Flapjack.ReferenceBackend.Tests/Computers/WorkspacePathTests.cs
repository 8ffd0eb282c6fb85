using Flapjack.ReferenceBackend.Computers;

namespace Flapjack.ReferenceBackend.Tests.Computers;

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

    public void Dispose() => _folder.Dispose();

    private void Link(string name, string target) => Directory.CreateSymbolicLink(Path.Combine(_workspace, name), target);
}
