using Flapjack.Cli.Terminal;

namespace Flapjack.Cli.Tests.Terminal;

public sealed class PaperTests
{
    [Theory]
    [InlineData("one\ntwo\tthree\n", "one\ntwo\tthree\n")]
    [InlineData("\u001b]0;title\u0007red\u001b[31m", " ]0;title red [31m")]
    [InlineData("\u009b31m\rback\b", " 31m back ")]
    [InlineData("ä 漢 🥞", "ä 漢 🥞")]
    public void Text_of_an_agent_moves_no_cursor_and_changes_no_colour(string text, string shown) => Paper.PlainLines(text).Should().Be(shown);
}
