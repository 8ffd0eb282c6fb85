using Flapjack.ReferenceBackend.Dashboard.Writing;

namespace Flapjack.ReferenceBackend.Tests.Dashboard;

public sealed class AnsiTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\e[31mred", "<c1>red")]
    [InlineData("\e[1;92mgood\e[0m.", "<c10 bold>good<>.")]
    [InlineData("\e[4;3mx\e[24my\e[23mz", "<italic line>x<italic>y<>z")]
    [InlineData("\e[38;5;4mblue\e[38;5;200mother\e[48;5;4mback", "<c4>blue<>other<>back")]
    [InlineData("\e[38;2;1;2;31mrgb\e[1mbold", "rgb<bold>bold")]
    [InlineData("\e[31m\e[39mnone", "none")]
    [InlineData("\e[mreset\e[", "reset")]
    [InlineData("\e]0;title\aafter\e]8;;http://x\e\\link", "after<>link")]
    [InlineData("\e[2J\e[10;5H\e(Btext\e=", "text")]
    [InlineData("10%\r20%\r\ndone\b\0\u009b", "10%\n20%\ndone")]
    [InlineData("cut\e[31\noff", "cut<>\noff")]
    [InlineData("\e", "")]
    public void Colours_become_classes_and_other_escapes_are_left_out(string text, string shown) => Shown(text, text.Length).Should().Be(shown);

    [Fact]
    public void An_escape_may_be_cut_anywhere()
    {
        const string Text = "a\e[1;31mb\e]0;title\e\\c\e[0md";
        for (var size = 1; size < Text.Length; size++)
        {
            Shown(Text, size).Replace("<>", "", StringComparison.Ordinal).Should().Be("a<c1 bold>b<c1 bold>cd", "its pieces have {0} characters", size);
        }
    }

    [Fact]
    public void An_escape_without_an_end_takes_no_more_than_some_memory()
    {
        var ansi = new AnsiText();

        ansi.Next("\e]0;" + new string('x', 10_000)).Should().BeEmpty();
        ansi.Next("after").Should().Equal(("", "after"));
    }

    private static string Shown(string text, int size)
    {
        var ansi = new AnsiText();
        var pieces = text.Chunk(size).SelectMany(chunk => ansi.Next(new string(chunk))).ToList();
        return string.Concat(pieces.Select((piece, n) => (n == 0 && piece.Classes.Length == 0 ? "" : $"<{piece.Classes}>") + piece.Text));
    }
}
