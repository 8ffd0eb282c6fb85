using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Memory;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Tests.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Chat.Memory;

public sealed class MemoryToolsTests : IDisposable
{
    private static readonly string[] Scopes = ["agent", "thread", "resource"];

    private readonly MemoryWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Nothing_is_offered_until_the_agent_or_the_message_enables_the_memory()
    {
        var names = new[] { "memory_store", "memory_recall", "memory_forget" };
        _world.Configure("""{"enabled":false}""");
        (await _world.NamesAsync()).Should().BeEmpty();
        (await _world.NamesAsync("""{"enabled":true}""")).Should().Equal(names);

        _world.Configure("""{"enabled":true}""");
        (await _world.NamesAsync()).Should().Equal(names);
        (await _world.NamesAsync("""{"enabled":false}""")).Should().BeEmpty();
        (await _world.NamesAsync("""{"agentScope":false,"threadScope":false,"resourceScope":false}""")).Should().BeEmpty("there is no scope left");
    }

    [Theory]
    [InlineData("""{"injectCount":"many"}""", "memoryOverrides: injectCount must be a whole number from 0 to 100.")]
    [InlineData("[]", "memoryOverrides: The body must be a JSON object.")]
    public async Task Overrides_that_cannot_be_read_switch_the_memory_off_and_the_trace_says_why(string overrides, string reason)
    {
        await using var offer = await _world.Tools.OfferAsync(_world.Turn(overrides: overrides), CancellationToken.None);

        offer.Tools.Should().BeEmpty();
        offer.Faults.Should().Equal(new ToolFault("tool", "memory", reason));
        _world.Context.Find(_world.Turn(text: "pancakes", overrides: overrides)).Should().BeNull();
    }

    [Fact]
    public async Task A_fact_that_is_stored_in_a_thread_is_recalled_in_another_thread_of_the_agent()
    {
        var stored = await _world.CallAsync("memory_store", """{"text":" Ada likes pancakes. "}""");
        var recalled = await _world.CallAsync("memory_recall", """{"query":"What does she like? Pancakes?"}""", "t2");

        stored.Json().Should().Be("""{"id":1,"scope":"agent","text":"Ada likes pancakes.","created_at":"2026-05-04T12:00:00Z"}""");
        recalled.Json().Should().Be("""{"memories":[{"id":1,"scope":"agent","text":"Ada likes pancakes.","created_at":"2026-05-04T12:00:00Z"}]}""");
    }

    [Theory]
    [InlineData("What does she LIKE?")]
    [InlineData("a pancake")]
    [InlineData("cr\u00eape")]
    public async Task Case_accents_and_endings_do_not_matter(string query)
    {
        await _world.StoreAsync("Ada likes pancakes and crepes.", "agent");

        (await _world.RecallAsync(query, "t1")).Should().ContainSingle();
    }

    [Fact]
    public async Task A_memory_of_a_thread_stays_in_it_and_no_other_agent_sees_anything()
    {
        await _world.StoreAsync("pancakes of the thread", "thread");
        await _world.StoreAsync("pancakes of the agent", "agent");

        (await _world.RecallAsync("pancakes", "t1")).Should().BeEquivalentTo("pancakes of the thread", "pancakes of the agent");
        (await _world.RecallAsync("pancakes", "t2")).Should().Equal("pancakes of the agent");
        (await _world.RecallAsync("pancakes", "t3")).Should().BeEmpty();
        (await _world.RecallAsync("pancakes", "u1")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("\" OR text : pancakes")]
    [InlineData("scope : agent*")]
    [InlineData("pancakes\") OR (\"pancakes")]
    [InlineData("pancakes OR NOT waffles")]
    [InlineData("NEAR(pancakes pancakes)")]
    [InlineData("^pancakes + pancakes")]
    [InlineData("'; SELECT * FROM memories; -- pancakes")]
    public async Task No_query_reaches_the_memories_of_others(string query)
    {
        await _world.StoreAsync("pancakes", "agent");

        foreach (var thread in new[] { "t3", "u1" })
        {
            (await _world.RecallAsync(query, thread)).Should().BeEmpty();
            (await _world.CallAsync("memory_forget", """{"id":1}""", thread)).Error().Should().Be("There is no memory 1. The answers of memory_recall show the ids.");
        }

        _world.Count().Should().Be(1);
    }

    [Fact]
    public async Task A_resource_has_a_memory_of_its_own_however_its_JSON_is_written()
    {
        await _world.StoreAsync("pancakes of the table", "resource", bindings: """{"kind":"table","id":7}""");

        (await _world.RecallAsync("pancakes", "t2", """{ "id": 7, "kind": "table" }""")).Should().Equal("pancakes of the table");
        (await _world.RecallAsync("pancakes", "t2", """{"kind":"table","id":8}""")).Should().BeEmpty();
        (await _world.RecallAsync("pancakes", "t2")).Should().BeEmpty();
        (await _world.RecallAsync("pancakes", "t3", """{"kind":"table","id":7}""")).Should().BeEmpty("it is another agent's");
        var memory = await _world.CallAsync("memory_recall", "{}", "t1", """{"kind":"table","id":7}""");
        memory.Result.GetProperty("memories")[0].GetProperty("resource").GetRawText().Should().Be("""{"id":7,"kind":"table"}""");
    }

    [Fact]
    public async Task Of_several_resources_the_agent_names_one_by_its_number()
    {
        string[] bindings = ["""{"id":1}""", """{"id":2}"""];

        var unnamed = await _world.CallAsync("memory_store", """{"text":"x","scope":"resource"}""", "t1", bindings);
        var tooHigh = await _world.CallAsync("memory_store", """{"text":"x","scope":"resource","resource":3}""", "t1", bindings);
        var second = await _world.CallAsync("memory_store", """{"text":"x","scope":"resource","resource":2}""", "t1", bindings);

        const string Told = "resource is required, and must be a whole number from 1 to 2: which of the resources of this turn it is about. Correct the arguments and call memory_store again.";
        unnamed.Error().Should().Be(Told);
        tooHigh.Error().Should().Be(Told);
        second.Result.GetProperty("resource").GetRawText().Should().Be("""{"id":2}""");
        await using var offer = await _world.Tools.OfferAsync(_world.Turn(bindings: bindings), CancellationToken.None);
        offer.Tools[0].Parameters.GetProperty("properties").GetProperty("resource").GetProperty("description").GetString().Should().EndWith("""1 is {"id":1}; 2 is {"id":2}.""");
    }

    [Fact]
    public async Task Resources_that_are_too_many_or_too_large_have_no_memory()
    {
        var tooLarge = $$"""{"id":"{{new string('x', TurnMemory.MaxResourceLength)}}"}""";
        var many = Enumerable.Range(0, 20).Select(number => $$"""{"id":{{number}}}""");

        await using var offer = await _world.Tools.OfferAsync(_world.Turn(bindings: [tooLarge, .. many]), CancellationToken.None);

        offer.Tools[0].Parameters.GetProperty("properties").GetProperty("resource").GetProperty("maximum").GetInt32().Should().Be(TurnMemory.MaxResources);
    }

    [Theory]
    [InlineData("""{"agentScope":false}""", "thread", "resource")]
    [InlineData("""{"threadScope":false}""", "agent", "resource")]
    [InlineData("""{"resourceScope":false}""", "agent", "thread")]
    public async Task A_scope_that_is_off_is_neither_offered_nor_searched(string overrides, params string[] scopes)
    {
        const string Binding = """{"id":1}""";
        foreach (var scope in Scopes)
        {
            await _world.StoreAsync($"pancakes {scope}", scope, bindings: Binding);
        }

        var turn = _world.Turn(overrides: overrides, bindings: Binding);
        var recalled = await ToolWorld.CallAsync(_world.Tools, turn, "memory_recall", """{"query":"pancakes"}""");
        var latest = await ToolWorld.CallAsync(_world.Tools, turn, "memory_recall", "{}");

        MemoryWorld.Texts(recalled).Should().BeEquivalentTo(scopes.Select(scope => $"pancakes {scope}"));
        MemoryWorld.Texts(latest).Should().BeEquivalentTo(scopes.Select(scope => $"pancakes {scope}"));
        await using var offer = await _world.Tools.OfferAsync(turn, CancellationToken.None);
        offer.Tools[0].Parameters.GetProperty("properties").GetProperty("scope").GetProperty("enum").EnumerateArray().Select(type => type.GetString()).Should().Equal(scopes);
        var refused = await ToolWorld.CallAsync(_world.Tools, turn, "memory_store", $$"""{"text":"x","scope":"{{Scopes.Except(scopes).Single()}}"}""");
        refused.Error().Should().StartWith($"scope must be one of {string.Join(", ", scopes)}.");
    }

    [Fact]
    public async Task A_text_is_stored_once_in_a_scope()
    {
        var first = await _world.StoreAsync("pancakes", "agent");
        var again = await _world.StoreAsync("pancakes ", "agent");
        await _world.StoreAsync("pancakes", "thread");

        again.Should().Be(first);
        _world.Count().Should().Be(2);
    }

    [Fact]
    public async Task The_memories_that_were_not_used_for_the_longest_time_go()
    {
        _world.Configure("""{"enabled":true,"maxMemories":3}""");
        foreach (var text in new[] { "one", "two", "three" })
        {
            await _world.StoreAsync(text, "agent");
        }

        await _world.StoreAsync("one", "agent");
        await _world.RecallAsync("two", "t1");
        await _world.StoreAsync("four", "thread");

        (await _world.RecallAsync(null, "t1")).Should().BeEquivalentTo("one", "two", "four");
        (await _world.RecallAsync("three", "t1")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_limit_that_was_lowered_holds_from_the_next_memory_on_and_other_agents_keep_theirs()
    {
        await _world.StoreAsync("of another agent", "agent", "t3");
        foreach (var text in new[] { "one", "two", "three" })
        {
            await _world.StoreAsync(text, "agent");
        }

        _world.Configure("""{"enabled":true,"maxMemories":1}""");
        await _world.StoreAsync("four", "agent");

        (await _world.RecallAsync(null, "t1")).Should().Equal("four");
        (await _world.RecallAsync(null, "t3")).Should().Equal("of another agent");
    }

    [Fact]
    public async Task A_lower_limit_of_a_message_removes_nothing_that_the_agent_keeps()
    {
        foreach (var text in new[] { "one", "two", "three" })
        {
            await _world.StoreAsync(text, "agent");
        }

        var turn = _world.Turn(overrides: """{"maxMemories":1}""");
        (await ToolWorld.CallAsync(_world.Tools, turn, "memory_store", """{"text":"four"}""")).IsError.Should().BeFalse();
        var forbidden = await ToolWorld.CallAsync(_world.Tools, _world.Turn(overrides: """{"maxMemories":0}"""), "memory_store", """{"text":"five"}""");

        (await _world.RecallAsync(null, "t1")).Should().BeEquivalentTo("one", "two", "three", "four");
        forbidden.Error().Should().StartWith("Nothing was stored: this agent may keep no memories");
    }

    [Fact]
    public async Task An_agent_that_may_keep_no_memories_is_told_so()
    {
        _world.Configure("""{"enabled":true,"maxMemories":0}""");

        var outcome = await _world.CallAsync("memory_store", """{"text":"pancakes"}""");

        outcome.Error().Should().Be("Nothing was stored: this agent may keep no memories (maxMemories is 0). Tell the person that you can't remember it.");
        _world.Count().Should().Be(0);
    }

    [Fact]
    public async Task Without_a_query_the_latest_memories_come_and_the_limit_counts()
    {
        foreach (var text in new[] { "one", "two", "three" })
        {
            await _world.StoreAsync(text, "agent");
        }

        var two = await _world.CallAsync("memory_recall", """{"limit":2}""");

        MemoryWorld.Texts(two).Should().Equal("three", "two");
    }

    [Fact]
    public async Task A_forgotten_memory_is_found_no_more()
    {
        await _world.StoreAsync("pancakes", "agent");

        var forgotten = await _world.CallAsync("memory_forget", """{"id":1}""", "t2");

        forgotten.Json().Should().Be("""{"ok":true}""");
        (await _world.RecallAsync("pancakes", "t1")).Should().BeEmpty();
        await _world.StoreAsync("pancakes", "agent");
        (await _world.RecallAsync("pancakes", "t1")).Should().Equal("pancakes");
    }

    [Theory]
    [InlineData("memory_store", "{}", "text is required, and must not be blank.")]
    [InlineData("memory_store", """{"text":["x"]}""", "text must be a string of Unicode text.")]
    [InlineData("memory_store", """{"text":"x","scope":"world"}""", "scope must be one of agent, thread.")]
    [InlineData("memory_store", """{"text":"x","scope":"resource"}""", "scope must be one of agent, thread.")]
    [InlineData("memory_recall", """{"query":1}""", "query must be a string of Unicode text.")]
    [InlineData("memory_recall", """{"limit":51}""", "limit must be a whole number from 1 to 50.")]
    [InlineData("memory_forget", "{}", "id is required.")]
    [InlineData("memory_forget", """{"id":"1"}""", "id must be a whole number from 1 to 2147483647.")]
    public async Task A_bad_argument_is_named_and_the_agent_is_told_what_to_do(string tool, string arguments, string told)
    {
        var outcome = await _world.CallAsync(tool, arguments);

        outcome.Error().Should().Be($"{told} Correct the arguments and call {tool} again.");
    }

    [Fact]
    public async Task A_text_may_have_two_thousand_characters()
    {
        (await _world.CallAsync("memory_store", $$"""{"text":"{{new string('x', 2_001)}}"}""")).Error().Should().StartWith("text must have at most 2000 characters.");
        (await _world.CallAsync("memory_store", $$"""{"text":"{{new string('x', 2_000)}}"}""")).IsError.Should().BeFalse();
    }

    [Fact]
    public async Task Memories_go_with_their_thread_and_their_agent_and_leave_the_index()
    {
        await _world.StoreAsync("pancakes of the thread", "thread");
        await _world.StoreAsync("pancakes of the agent", "agent");
        await using var offer = await _world.Tools.OfferAsync(_world.Turn(), CancellationToken.None);

        _world.Delete("threads", "t1");
        var withThread = await _world.RecallAsync("pancakes", "t2");
        var late = await offer.Tools[0].RunAsync(new("call", "memory_store", JsonElement.Parse("""{"text":"late","scope":"thread"}""")), CancellationToken.None);
        _world.Delete("agents", "a1");

        withThread.Should().Equal("pancakes of the agent");
        late.Error().Should().Be("Nothing was stored: the agent or the conversation has been deleted.");
        _world.Count().Should().Be(0);
        _world.CountOfIndex("pancakes").Should().Be(0);
    }

    [Fact]
    public async Task The_model_is_told_whether_it_stores_without_being_asked()
    {
        (await DescriptionAsync("""{"autoCollect":true}""")).Should().Contain("without being asked");
        (await DescriptionAsync("""{"autoCollect":false}""")).Should().Contain("only when the person asks you to remember");
        (await DescriptionAsync("{}")).Should().Contain("without being asked");
    }

    private async Task<string> DescriptionAsync(string overrides)
    {
        await using var offer = await _world.Tools.OfferAsync(_world.Turn(overrides: overrides), CancellationToken.None);
        return offer.Tools[0].Description;
    }
}
