using LocalComputers.Files;

namespace LocalComputers.Tests.Files;

public sealed class AskedPathTests
{
    private const string Root = "/home/me/workspace";

    [Theory]
    [InlineData("/home/me/workspace", "")]
    [InlineData("/home/me/workspace/", "")]
    [InlineData("", "")]
    [InlineData(" \t", "")]
    [InlineData(".", "")]
    [InlineData("a/..", "")]
    [InlineData("/home/me/workspace/a/b", "a/b")]
    [InlineData("//home/./me//workspace/x/../a/b/", "a/b")]
    [InlineData("/home/you/../me/workspace/a", "a")]
    [InlineData("/../../home/me/workspace/a", "a")]
    [InlineData("/home/me/workspace/../workspace/a", "a")]
    [InlineData(" a/./b ", "a/b")]
    [InlineData("a/../b/c/..", "b")]
    [InlineData("...", "...")]
    [InlineData(".hidden/..b", ".hidden/..b")]
    [InlineData("-rf *", "-rf *")]
    [InlineData("home/me/workspace/a", "home/me/workspace/a")]
    [InlineData("ünï/日本/🙂", "ünï/日本/🙂")]
    public void A_path_of_the_workspace_is_told_relative_to_it(string asked, string relative) => AskedPath.Below(Root, asked).Should().Be(relative);

    [Theory]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("/home/me")]
    [InlineData("/home/me/workspaceX")]
    [InlineData("/home/me/workspaceX/a")]
    [InlineData("/home/me/work")]
    [InlineData("/home/me/Workspace/a")]
    [InlineData("/workspace/a")]
    [InlineData("/home/me/workspace/..")]
    [InlineData("/home/me/workspace/a/../../b")]
    [InlineData("..")]
    [InlineData("../workspace/a")]
    [InlineData("a/../../b")]
    [InlineData("./..")]
    public void A_path_elsewhere_is_refused(string asked) =>
        FluentActions.Invoking(() => AskedPath.Below(Root, asked)).Should().Throw<FormatException>().WithMessage("*not below /home/me/workspace*");

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\n")]
    [InlineData("/home/me/workspace/a\r\nb")]
    public void A_path_with_odd_characters_is_refused(string asked) =>
        FluentActions.Invoking(() => AskedPath.Below(Root, asked)).Should().Throw<FormatException>().WithMessage("The path *");

    [Fact]
    public void A_path_with_a_half_of_a_character_is_refused() =>
        FluentActions.Invoking(() => AskedPath.Below(Root, "a\ud800b")).Should().Throw<FormatException>().WithMessage("*half of a character*");

    [Fact]
    public void A_path_that_is_longer_than_the_system_takes_is_refused()
    {
        AskedPath.Below(Root, new string('a', 4_095)).Should().HaveLength(4_095);
        FluentActions.Invoking(() => AskedPath.Below(Root, new string('ü', 2_048))).Should().Throw<FormatException>().WithMessage("*4095 bytes*");
    }
}
