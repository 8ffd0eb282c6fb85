using Flapjack.ReferenceBackend.Resources.Knowledge;
using Flapjack.ReferenceBackend.Search;
using Flapjack.ReferenceBackend.Tests.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Resources.Knowledge;

public sealed class SearchRankTests : IDisposable
{
    private readonly ToolWorld _world = new();
    private readonly DocumentTable _documents;

    public SearchRankTests() => _documents = new(_world.Store, _world.Time);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_rare_word_counts_more_than_common_words()
    {
        Add("a1", "the cat and the dog", "the dog and the bird", "the saffron", "the bird and the cat");

        Texts("the dog and the saffron")[0].Should().Be("the saffron");
    }

    [Fact]
    public void What_others_store_does_not_change_the_order()
    {
        Add("a1", "plain saffron", "plain butter", "butter");
        var before = Texts("saffron butter");

        Add("a2", [.. Enumerable.Repeat("saffron", 50)]);

        Texts("saffron butter").Should().Equal(before).And.HaveElementAt(0, "plain saffron");
    }

    [Fact]
    public void Of_the_rows_that_have_a_word_only_the_newest_are_compared_however_many_there_are()
    {
        Add("a1", ["the saffron", .. Enumerable.Repeat("the", SearchQuery.MaxHits)]);

        var common = new DocumentSearch(_world.Store).Find("o1", [new("agent", "a1")], "the", 5);

        common.Select(chunk => chunk.Position).Should().Equal(1, 2, 3, 4, 5);
        Texts("the saffron")[0].Should().Be("the saffron", "few rows have the rare word");
    }

    private void Add(string agent, params string[] chunks) => _documents.Add("o1", new("agent", agent), "Title", "x.txt", chunks);

    private string[] Texts(string text) => [.. new DocumentSearch(_world.Store).Find("o1", [new("agent", "a1")], text, 5).Select(chunk => chunk.Text)];
}
