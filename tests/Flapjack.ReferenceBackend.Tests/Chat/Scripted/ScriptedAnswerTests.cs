using System.Text.Json;
using Flapjack.Sdk;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Scripted;

/// <summary>What a scripted model says in one answer.</summary>
public sealed class ScriptedAnswerTests
{
    private readonly ScriptedChatModel _model = new();

    [Theory]
    [InlineData("Hello, how are you?", "Hello, |how |are |you?")]
    [InlineData("  two\n\nlines ", "  two\n\n|lines ")]
    [InlineData("word", "word")]
    [InlineData(" ", " ")]
    [InlineData("", "")]
    public async Task A_model_without_rules_repeats_the_message_word_by_word(string text, string tokens) =>
        string.Join('|', await TokensAsync(text)).Should().Be(tokens);

    [Theory]
    [InlineData("abcdef", 3, "ab|cd|ef")]
    [InlineData("abcdefg", 3, "ab|cd|efg")]
    [InlineData("abc", 3, "a|b|c")]
    [InlineData("👩‍👩‍👧é", 2, "👩‍👩‍👧|é")]
    public async Task A_text_is_said_in_so_many_tokens_and_none_ends_inside_a_character(string text, int count, string tokens)
    {
        _model.Otherwise().Say(text, count);

        string.Join('|', await TokensAsync("Hi")).Should().Be(tokens);
    }

    [Theory]
    [InlineData("abc", 4)]
    [InlineData("", 1)]
    [InlineData("abc", 0)]
    public void A_text_that_has_not_so_many_characters_is_refused_when_the_rule_is_written(string text, int count) =>
        _model.Otherwise().Invoking(rule => rule.Say(text, count)).Should().Throw<ArgumentException>().WithParameterName("tokens");

    [Fact]
    public async Task The_first_rule_that_fits_counts_and_case_does_not()
    {
        _model.When("WEATHER in Rome").Say("Sunny.");
        _model.When("weather").Say("Rain.");
        _model.Otherwise().Say("What?");

        (await AskAsync("The weather in Rome?")).Should().Be("Sunny.");
        (await AskAsync("The Weather?")).Should().Be("Rain.");
        (await AskAsync("Hello?")).Should().Be("What?");
    }

    [Fact]
    public async Task A_rule_can_ask_for_the_model_the_system_prompt_and_the_tools()
    {
        _model.When(request => request.ModelId == "gpt-5.4-nano" && request.SystemText.Contains("terse") && request.Tools.Contains("lookup_order")).Say("Yes.");
        var options = new ChatOptions { ModelId = "gpt-5.4-nano", Tools = [AIFunctionFactory.Create(() => 1, "lookup_order")] };

        (await new Conversation(_model, options).Told("Be terse.").WriteAsync("Hi")).Should().Be("Yes.");
        (await new Conversation(_model).Told("Be terse.").WriteAsync("Hi")).Should().Be("Hi");
    }

    [Fact]
    public async Task A_failure_has_its_code_its_message_and_its_status()
    {
        _model.Otherwise().Fail("RATE_LIMITED", "Slow down.", 429);

        var failed = (await FluentActions.Awaiting(() => AskAsync("Hi")).Should().ThrowAsync<ChatModelException>()).Which;

        (failed.Code, failed.Message, failed.Status).Should().Be(("RATE_LIMITED", "Slow down.", 429));
        (await _model.Requests[0].Ended).Should().Be(ScriptedEnd.Failed);
    }

    [Fact]
    public async Task A_model_can_fail_in_the_middle_of_an_answer()
    {
        _model.Otherwise().Say("Half an").Throw(() => new IOException("gone"));
        var said = new List<string>();

        async Task ReadAsync()
        {
            await foreach (var update in _model.GetStreamingResponseAsync("Hi"))
            {
                said.Add(update.Text);
            }
        }

        await FluentActions.Awaiting(ReadAsync).Should().ThrowAsync<IOException>();

        said.Should().Equal("Half ", "an");
    }

    [Theory]
    [InlineData("", "message", null)]
    [InlineData("CODE", "message", 99)]
    [InlineData("CODE", "message", 600)]
    public void A_failure_that_makes_no_sense_is_refused_when_the_rule_is_written(string code, string message, int? status) =>
        _model.Otherwise().Invoking(rule => rule.Fail(code, message, status)).Should().Throw<ArgumentException>();

    [Fact]
    public async Task Events_come_between_the_tokens()
    {
        _model.Otherwise()
            .Say("Sign in.")
            .Emit(new ChatAuthChallengeEvent { ToolName = "mail", Challenge = new() { Provider = "google" } })
            .Say("Then go on.");

        var contents = await _model.GetStreamingResponseAsync("Hi").SelectMany(update => update.Contents.ToAsyncEnumerable()).ToListAsync();

        contents.Select(content => content switch
        {
            TextContent text => text.Text,
            ChatEventContent told => told.Event.Type,
            _ => content.GetType().Name,
        }).Should().Equal("Sign ", "in.", "auth_challenge", "Then ", "go ", "on.", "UsageContent");
    }

    [Fact]
    public void An_event_that_the_backend_makes_itself_is_refused()
    {
        var refused = _model.Otherwise().Invoking(rule => rule.Emit(new ChatDoneEvent())).Should().Throw<ArgumentException>().Which;

        refused.Message.Should().Contain("'done'").And.Contain("client_event");
    }

    [Fact]
    public void An_event_that_nobody_knows_can_be_sent() =>
        _model.Otherwise().Invoking(rule => rule.Emit(new UnknownChatEvent("mood", JsonElement.Parse("""{"is":"good"}""")))).Should().NotThrow();

    [Fact]
    public async Task The_words_are_counted_as_the_tokens_that_were_used()
    {
        _model.When("order").Call("find", """{"id":7}""");
        _model.Otherwise().Say("abcd", 4);
        var conversation = new Conversation(_model).Told("You are kind.");

        await conversation.WriteAsync("Hello you");
        conversation.Usage.Should().Be((5, 4));

        await conversation.WriteAsync("My order");
        // "You are kind.", "Hello you", "abcd" and "My order" are eight words. The call, `find {"id":7}`, has two.
        conversation.Usage.Should().Be((8, 2));
    }

    [Fact]
    public async Task A_rule_can_say_how_many_tokens_its_answers_use()
    {
        _model.Otherwise().Say("Hi").WithUsage(new() { InputTokens = 4000, OutputTokens = 12, CacheReadTokens = 3000, CacheWriteTokens = 500 });

        var details = (await _model.GetResponseAsync("Hi")).Usage!;

        details.InputTokenCount.Should().Be(4000);
        details.OutputTokenCount.Should().Be(12);
        details.CachedInputTokenCount.Should().Be(3000);
        details.AdditionalCounts.Should().Contain("cache_write_tokens", 500);
    }

    private Task<string> AskAsync(string text) => new Conversation(_model).WriteAsync(text);

    private async Task<IReadOnlyList<string>> TokensAsync(string text) =>
        await _model.GetStreamingResponseAsync(text).SelectMany(update => update.Contents.OfType<TextContent>().Select(said => said.Text).ToAsyncEnumerable()).ToListAsync();
}
