using System.Text;
using Flapjack.ReferenceBackend.Coding;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

/// <summary>Output that does harm: without end, without lines, without sense, and with secrets in it.</summary>
public sealed class CoderOutputTests(CodingBackend coding) : IClassFixture<CodingBackend>
{
    private const string Key = "crsr_the-key-of-cursor";

    [Fact]
    public async Task Output_without_end_costs_a_bounded_timeline_that_has_its_beginning_and_its_end()
    {
        var story = await coding.RunAsync("yes first | head -c 3000000; printf last");

        story.Status.Should().Be("finished");
        story.Stdout.Should().StartWith("first\nfirst\n").And.EndWith("last");
        var gap = story.DataOf("output_left_out").Should().ContainSingle().Subject;
        (story.Stdout.Length + gap.GetProperty("characters").GetInt64()).Should().Be(3_000_004);
        story.Stdout.Length.Should().BeLessThan(300 * 1024);
        story.DataOf("output").Should().AllSatisfy(data => data.GetProperty("text").GetString()!.Length.Should().BeInRange(1, 16 * 1024));
    }

    [Fact]
    public async Task Binary_output_is_text_with_replacement_characters()
    {
        var story = await coding.RunAsync("head -c 200000 /dev/urandom; printf '\\xff\\x00\\xc3'; printf 'é\\U1F600' >&2");

        (story.Status, story.Stderr).Should().Be(("finished", "é😀"));
        story.Stdout.Should().EndWith("\uFFFD\0\uFFFD");
    }

    [Fact]
    public async Task Very_many_small_pieces_are_few_events()
    {
        var story = await coding.RunAsync("for i in {1..20000}; do echo $i; done");

        story.Stdout.Should().EndWith("\n19999\n20000\n");
        story.Events.Count.Should().BeLessThan(1_000);
    }

    [Fact]
    public async Task A_coder_gets_the_Cursor_key_only_if_the_options_say_so_and_no_event_shows_it()
    {
        await using var other = await CodingBackend.StartAsync(options =>
        {
            options.DataDirectory = null;
            options.Coder = new() { Command = "bash -c \"$FLAPJACK_PROMPT\"", PassCursorKey = true, Variables = { ["MODEL_KEY"] = "sk-0123456789", ["SHORT"] = "abc" } };
        });
        const string Prompt = "echo $CURSOR_API_KEY; printf %s ${CURSOR_API_KEY:0:9}; sleep 0.3; printf %s\\\\n ${CURSOR_API_KEY:9}; echo $MODEL_KEY $SHORT >&2; touch \"$MODEL_KEY\"; printf crsr_";

        var with = await other.RunAsync(Prompt, $",\"cursorApiKey\":\"{Key}\"");
        var without = await coding.RunAsync("echo [${CURSOR_API_KEY-none}]", $",\"cursorApiKey\":\"{Key}\"");

        with.Stdout.Should().Be("[hidden]\n[hidden]\ncrsr_");
        with.Stderr.Should().Be("[hidden] abc\n");
        with.ChangedFiles.Should().Equal("[hidden]");
        with.Session.GetProperty("has_cursor_key").GetBoolean().Should().BeTrue("a further prompt needs it");
        without.Stdout.Should().Be("[none]\n");
        (await other.Server.GetAsync(with.Path + "/events")).Body.Should().NotContain(Key).And.NotContain("sk-0123456789");
    }

    [Theory]
    [InlineData("secret-one|", "[hidden]|")]
    [InlineData("a secr|et-|one b", "a |[hidden]| b")]
    [InlineData("secret-on|", "|secret-on")]
    [InlineData("secret-secret-one", "secret-[hidden]")]
    [InlineData("secret-one-and-more|x", "[hidden]|x")]
    [InlineData("secret-one|-and-more", "[hidden]")]
    [InlineData("a secret-one| and more", "a [hidden] and more")]
    [InlineData("secret-one", "[hidden]")]
    [InlineData("a value-of-sec|ret-one", "a [hidden]ret-one")]
    public void A_secret_is_hidden_wherever_the_pieces_are_cut(string pieces, string expected)
    {
        var filter = new SecretFilter(SecretFilter.SecretsOf(["secret-one", "secret-one-and-more", "value-of-sec", "short"]));

        var shown = pieces.Split('|').Select(filter.Next).ToList();
        shown.Add(filter.End());

        string.Concat(shown).Should().Be(expected.Replace("|", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tail_keeps_whole_characters()
    {
        var tail = new OutputTail(5);
        foreach (var text in Enumerable.Repeat("😀", 40))
        {
            tail.Add(text);
        }

        var kept = tail.Take();

        kept.Should().Be("😀😀");
        tail.LeftOut.Should().Be(76);
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(kept).Should().Be(8);
    }
}
