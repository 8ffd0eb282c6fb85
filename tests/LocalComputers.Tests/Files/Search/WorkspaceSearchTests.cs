using LocalComputers.Files;
using LocalComputers.Files.Search;

namespace LocalComputers.Tests.Files.Search;

public sealed class WorkspaceSearchTests : IDisposable
{
    private readonly WorkspaceRoom _room = new();

    [Fact]
    public void Whole_lines_are_told_in_the_order_of_paths_and_lines_also_of_hidden_files()
    {
        _room.Bash("mkdir -p .git a && printf 'x\\nneedle 1\\n' > .git/config && printf 'the needle\\r\\nno\\nneedle needle' > a/b && printf 'needle' > a.txt && printf '' > empty");

        Find("needle").Should().Equal(new FoundLine(".git/config", 2, "needle 1"), new FoundLine("a.txt", 1, "needle"), new FoundLine("a/b", 1, "the needle"), new FoundLine("a/b", 3, "needle needle"));
        Find("needle", most: 2).Should().Equal(new FoundLine(".git/config", 2, "needle 1"), new FoundLine("a.txt", 1, "needle"));
        Find("needle", path: "a/b").Should().Equal(new FoundLine("a/b", 1, "the needle"), new FoundLine("a/b", 3, "needle needle"));
        Find("needle", path: "a").Should().HaveCount(2);
        Find("absent").Should().BeEmpty();
    }

    [Theory]
    [InlineData("a.c", false, false, "a.c")]
    [InlineData("a.c", true, false, "a.c|abc")]
    [InlineData("A.C", false, true, "a.c|A.C")]
    [InlineData("a.c", true, true, "a.c|abc|A.C|ABC")]
    [InlineData("^abc$", true, false, "abc")]
    [InlineData("ö", false, true, "Ö")]
    [InlineData("[aA]\\.", true, false, "a.c|A.C")]
    [InlineData("x$", true, false, "ends with x")]
    public void A_text_is_looked_for_unless_an_expression_is_asked_for(string pattern, bool isExpression, bool ignoresCase, string found)
    {
        _room.Write("file", "a.c\nabc\nA.C\nABC\nÖ\r\nends with x\r\n");

        Find(pattern, isExpression, ignoresCase).Select(line => line.Text).Should().Equal(found.Split('|'));
    }

    [Theory]
    [InlineData("(", "*no regular expression*")]
    [InlineData("a{2,1}", "*no regular expression*")]
    [InlineData("(?=a)", "*looks ahead*")]
    [InlineData("(a)\\1", "*refers back*")]
    [InlineData("(((a{100}){100}){100}){100}", "*counts too far*")]
    public void An_expression_that_could_take_for_ever_is_refused(string pattern, string message) =>
        FluentActions.Invoking(() => LinePattern.Of(pattern, isExpression: true, ignoresCase: false)).Should().Throw<FormatException>().WithMessage(message);

    [Fact]
    public void An_expression_that_would_go_back_for_ever_takes_as_long_as_its_line()
    {
        _room.Write("file", new string('a', 100_000) + "\n");

        Find("^(a+)+$", isExpression: true).Should().ContainSingle();
        Find("^(a|a)*b", isExpression: true).Should().BeEmpty();
    }

    [Fact]
    public void Lines_around_the_ends_of_blocks_are_found_once_and_with_their_numbers()
    {
        // The block has 262144 bytes. The needle moves over its end.
        for (var before = 262_144 - 9; before <= 262_144 + 3; before++)
        {
            _room.Write("file", new string('\n', before) + "needle\nneedle");

            Find("needle").Should().Equal(new FoundLine("file", before + 1, "needle"), new FoundLine("file", before + 2, "needle"));
        }
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(262_140)]
    [InlineData(262_144)]
    [InlineData(1_000_000)]
    public void A_line_that_is_longer_than_a_block_is_found_once_and_told_in_part(int before)
    {
        _room.Write("file", "first\n" + new string('x', before) + "NEEDLE" + new string('y', 600_000) + "NEEDLE\nNEEDLE");

        var found = Find("NEEDLE");

        found.Select(line => line.Number).Should().Equal(2, 3);
        found[0].Text.Should().Contain("NEEDLE").And.Match(text => text.Length <= LineSearch.LongestText);
    }

    [Fact]
    public void A_file_that_is_no_text_has_no_lines_and_one_in_another_encoding_has()
    {
        File.WriteAllBytes(_room["binary"], [.. "needle\n"u8, 0, .. "needle"u8]);
        File.WriteAllBytes(_room["latin1"], [0xe9, .. " needle \n"u8]);

        Find("needle").Should().Equal(new FoundLine("latin1", 1, "\ufffd needle "));
    }

    [Fact]
    public void A_character_of_two_halves_is_not_cut()
    {
        _room.Write("file", string.Concat(Enumerable.Repeat("🙂", 3_000)) + "needle" + string.Concat(Enumerable.Repeat("🙂", 3_000)));
        _room.Write("odd", "x" + string.Concat(Enumerable.Repeat("🙂", 3_000)) + "needle" + string.Concat(Enumerable.Repeat("🙂", 3_000)));

        foreach (var line in Find("needle"))
        {
            line.Text.Should().Be(System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(line.Text)));
        }
    }

    [Fact]
    public void A_search_ends_when_it_is_cancelled()
    {
        _room.Write("file", "needle");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        FluentActions.Invoking(() => WorkspaceSearch.Find(_room.Folder, "", LinePattern.Of("needle", false, false), 10, 100, cancelled.Token))
            .Should().Throw<OperationCanceledException>();
        WorkspaceRoom.ShouldFail(() => Find("needle", path: "absent"), FileFault.NotThere);
    }

    public void Dispose() => _room.Dispose();

    private IReadOnlyList<FoundLine> Find(string pattern, bool isExpression = false, bool ignoresCase = false, string path = "", int most = 1_000) =>
        WorkspaceSearch.Find(_room.Folder, path, LinePattern.Of(pattern, isExpression, ignoresCase), most, 1_000, CancellationToken.None);
}
