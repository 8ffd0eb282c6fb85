using Flapjack.ReferenceBackend.Resources.Knowledge;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Tests.Resources.Knowledge;

public sealed class SearchTests : IAsyncLifetime
{
    private TestBackend _backend = null!;
    private DocumentTable _documents = null!;
    private DocumentSearch _search = null!;
    private string _agent = null!;

    public static TheoryData<string> OddTexts =>
    [
        "\"", "\"pancakes", "pancakes AND", "NOT pancakes", "NEAR(pancakes, 2)", "text : pancakes", "pancakes*", "^pancakes", "(pancakes", "pancakes)", "a:b:pancakes", "{scope} : pancakes",
        "-pancakes", "+pancakes", "'; DROP TABLE documents; -- pancakes", "pancakes\0", "🥞 pancakes", "pancakes OR OR OR", "\u0301pancakes",
    ];

    private string Org => _backend.Backend.OrgId;

    public async Task InitializeAsync()
    {
        _backend = await TestBackend.StartAsync();
        _documents = new(_backend.Backend.Store(), TimeProvider.System);
        _search = new(_backend.Backend.Store());
        _agent = await _backend.CreateAgentAsync();
    }

    public Task DisposeAsync() => _backend.DisposeAsync().AsTask();

    [Fact]
    public void The_chunk_that_fits_best_comes_first()
    {
        Add("agent", _agent, "Pancakes are flat and round.", "Waffles have pockets for syrup.", "Syrup goes on pancakes: syrup, syrup.");

        var found = Search("Where does the syrup go?");

        found.Select(chunk => chunk.Position).Should().Equal(2, 1);
        found[0].Should().BeEquivalentTo(new { Title = "Title", Text = "Syrup goes on pancakes: syrup, syrup." });
        Search("syrup", limit: 1).Should().ContainSingle().Which.Id.Should().Be(found[0].Id);
    }

    [Theory]
    [InlineData("CAFÉ", "Das Café am Markt.")]
    [InlineData("grosse", "Eine grösse Frage.")]
    [InlineData("日本語", "これは 日本語 です")]
    [InlineData("2026", "In the year 2026.")]
    public void Case_and_accents_do_not_matter(string text, string chunk)
    {
        Add("agent", _agent, chunk);

        Search(text).Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(OddTexts))]
    public void No_text_is_taken_for_an_operator(string text)
    {
        Add("agent", _agent, "Pancakes are flat.");

        Search(text).Should().HaveCount(text == "\"" ? 0 : 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ?!* ")]
    public void A_text_without_a_word_finds_nothing(string text)
    {
        Add("agent", _agent, "Pancakes are flat.");

        Search(text).Should().BeEmpty();
    }

    [Fact]
    public void A_very_long_text_is_searched_by_its_first_words()
    {
        Add("agent", _agent, "Pancakes are flat.");

        Search("pancakes " + string.Join(' ', Enumerable.Range(0, 100_000))).Should().ContainSingle();
        Search(new string('x', 1_000_000)).Should().BeEmpty();
    }

    [Fact]
    public async Task Only_the_scopes_that_are_asked_for_are_searched()
    {
        var other = await _backend.CreateAgentAsync();
        Add("agent", _agent, "Pancakes of the agent.");
        Add("agent", other, "Pancakes of another agent.");
        Add("org", Org, "Pancakes of the organization.");

        Texts(new KnowledgeScope("agent", _agent)).Should().Equal("Pancakes of the agent.");
        Texts(new KnowledgeScope("agent", _agent), new KnowledgeScope("org", Org)).Should().BeEquivalentTo("Pancakes of the agent.", "Pancakes of the organization.");
        Texts().Should().BeEmpty();
        _search.Find(Guid.NewGuid().ToString(), [new("agent", _agent)], "pancakes", 5).Should().BeEmpty();
        // A word of the index that names a scope is no word of a text.
        Search("agent" + _agent.Replace("-", "")).Should().BeEmpty();

        IEnumerable<string> Texts(params KnowledgeScope[] scopes) => _search.Find(Org, scopes, "pancakes", 5).Select(chunk => chunk.Text);
    }

    [Fact]
    public void A_deleted_document_is_found_no_more_and_its_ids_never_return()
    {
        var document = Add("agent", _agent, "Pancakes are flat.");
        var before = Search("pancakes").Single().Id;

        _documents.Remove(Org, document.Id);

        Search("pancakes").Should().BeEmpty();
        Add("agent", _agent, "Pancakes again.");
        Search("pancakes").Single().Id.Should().BeGreaterThan(before);
    }

    [Fact]
    public void A_long_document_is_stored_in_pieces_and_found_to_its_end()
    {
        Add("agent", _agent, [.. Enumerable.Range(0, 1_000).Select(number => $"Line w{number}.")]);

        Search("w999").Single().Position.Should().Be(999);
        Search("w0").Single().Position.Should().Be(0);
    }

    [Fact]
    public void A_document_of_an_agent_that_is_deleted_meanwhile_is_not_stored()
    {
        var chunks = new DisappearingAgent(() => _backend.Backend.Store().Write(db => db.Execute("DELETE FROM agents WHERE id = $id", ("$id", _agent))), 300);

        var add = () => _documents.Add(Org, new("agent", _agent), "Title", "x.txt", chunks);

        add.Should().Throw<Refusal>().Which.Kind.Should().Be(RefusalKind.NotFound);
        _backend.Backend.Store().Read(db => db.QuerySingle("SELECT count(*) FROM document_chunks", row => row.GetInt32(0))).Should().Be(0);
    }

    private KnowledgeDocument Add(string type, string id, params string[] chunks) => _documents.Add(Org, new(type, id), "Title", "x.txt", chunks);

    private IReadOnlyList<FoundChunk> Search(string text, int limit = 10) => _search.Find(Org, [new("agent", _agent)], text, limit);

    /// <summary>Chunks whose number is asked for between two pieces, when the agent goes.</summary>
    private sealed class DisappearingAgent(Action disappear, int count) : IReadOnlyList<string>
    {
        private int _asked;

        public int Count
        {
            get
            {
                if (++_asked == 2)
                {
                    disappear();
                }

                return count;
            }
        }

        public string this[int index] => "A chunk.";

        public IEnumerator<string> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => throw new NotSupportedException();
    }
}
