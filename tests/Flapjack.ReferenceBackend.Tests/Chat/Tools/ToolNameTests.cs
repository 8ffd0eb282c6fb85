using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Chat.Tools;

public sealed class ToolNameTests
{
    [Theory]
    [InlineData("github", "search", "github__search")]
    [InlineData("my-server", "read_file-2", "my-server__read_file-2")]
    public void A_name_that_fits_stays_as_it_is(string source, string name, string whole) => ToolName.Of(source, "__", name).Should().Be(whole);

    [Theory]
    [InlineData("github", "repo.search", "^github__repo_search_[0-9a-f]{8}$")]
    [InlineData("größe", "schön", "^gr__e__sch_n_[0-9a-f]{8}$")]
    public void Other_characters_are_replaced_and_a_hash_is_added(string source, string name, string pattern) =>
        ToolName.Of(source, "__", name).Should().MatchRegex(pattern).And.Be(ToolName.Of(source, "__", name));

    [Fact]
    public void Names_that_differ_only_in_what_is_replaced_or_cut_stay_different()
    {
        string[] names = ["a.b", "a/b", "a b", "a_b", new('x', 100), new string('x', 100) + "y", "", "…"];

        var made = names.Select(name => ToolName.Of("server", "__", name)).ToArray();

        made.Should().OnlyHaveUniqueItems().And.OnlyContain(name => name.Length <= ToolName.MaxLength);
    }

    [Fact]
    public void A_source_that_is_long_leaves_room_for_the_tools_own_name() =>
        ToolName.Of(new('s', 200), "__", "read_file").Should().StartWith(new string('s', 20) + "__read_file_").And.HaveLength(20 + 2 + 9 + 1 + 8);

    [Fact]
    public void Another_name_is_the_same_each_time_and_fits() =>
        ToolName.Another(new('q', 64), "i2").Should().Be(ToolName.Another(new('q', 64), "i2")).And.HaveLength(64).And.NotBe(ToolName.Another(new('q', 64), "i3"));
}
