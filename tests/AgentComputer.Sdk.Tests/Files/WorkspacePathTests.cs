namespace AgentComputer.Sdk.Tests.Files;

public sealed class WorkspacePathTests
{
    [Theory]
    [InlineData(".", "/home/node/workspace")]
    [InlineData("/home/node/workspace", "/home/node/workspace")]
    [InlineData("/home/node/workspace/", "/home/node/workspace")]
    [InlineData("a", "/home/node/workspace/a")]
    [InlineData("./a//b/", "/home/node/workspace/a/b")]
    [InlineData("a/../b", "/home/node/workspace/b")]
    [InlineData("a/..", "/home/node/workspace")]
    [InlineData("/home/node/workspace/a/./../b", "/home/node/workspace/b")]
    [InlineData("...", "/home/node/workspace/...")]
    [InlineData("a b/%2e%2e/\\..\\é😀", "/home/node/workspace/a b/%2e%2e/\\..\\é😀")]
    public void A_path_is_sent_absolute(string path, string sent) => WorkspacePath.Of(path, "path").Should().Be(sent);

    [Theory]
    [InlineData("..")]
    [InlineData("a/../..")]
    [InlineData("a/../../workspace/a")]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("/home/node")]
    [InlineData("/home/node/workspaceX")]
    [InlineData("/home/node/workspace/../.ssh")]
    [InlineData("/home/node/./workspace/a")]
    [InlineData("//home/node/workspace")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    public void A_path_that_leads_out_or_cannot_be_sent_is_refused(string path)
    {
        var of = () => WorkspacePath.Of(path, "path");

        of.Should().Throw<ArgumentException>().Which.ParamName.Should().Be("path");
    }
}
