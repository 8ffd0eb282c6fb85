using System.Text.Json;
using Flapjack.Sdk;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>The events of a turn, as their bytes go over the wire.</summary>
public sealed class TurnFramesTests
{
    private static readonly ChatUsage Usage = new() { InputTokens = 20, OutputTokens = 3, CacheReadTokens = 8, CacheWriteTokens = 2 };

    [Fact]
    public async Task Each_event_has_an_id_a_name_and_its_documented_fields()
    {
        var model = new ScriptedChatModel();
        model.When("weather").Say("Let me look. ").Call("sky", new { city = "Rome" }).Say("It is blue.").WithUsage(Usage);
        await using var backend = await StartAsync(model);

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"The weather?"}""");

        Frames.Wire(answer).Should().Be(
            """
            : open

            id: <turn>:1
            event: meta
            data: {"startedAt":"2026-01-01T00:00:00Z","turnId":"<turn>"}

            id: <turn>:2
            event: token
            data: {"delta":"Let "}

            id: <turn>:3
            event: token
            data: {"delta":"me "}

            id: <turn>:4
            event: token
            data: {"delta":"look. "}

            id: <turn>:5
            event: tool_call
            data: {"tool":{"id":"call_1","name":"sky","arguments":"{\"city\":\"Rome\"}"}}

            id: <turn>:6
            event: tool_executing
            data: {"tool_name":"sky"}

            id: <turn>:7
            event: tool_result
            data: {"tool_name":"sky","tool_call_id":"call_1","result":{"color":"blue"}}

            id: <turn>:8
            event: token
            data: {"delta":"It "}

            id: <turn>:9
            event: token
            data: {"delta":"is "}

            id: <turn>:10
            event: token
            data: {"delta":"blue."}

            id: <turn>:11
            event: done
            data: {"ok":true,"messageId":"<message>","content":"Let me look. It is blue.","usage":{"input_tokens":40,"output_tokens":6,"cache_read_tokens":16,"cache_write_tokens":4}}


            """);
    }

    [Fact]
    public async Task Without_extensions_there_are_only_the_documented_fields_and_no_ids_and_no_comments()
    {
        var model = new ScriptedChatModel();
        model.When("weather").Call("sky", new { city = "Rome" }).Emit(new UnknownChatEvent("weather", JsonElement.Parse("{}"))).Say("Blue.").WithUsage(Usage);
        await using var backend = await StartAsync(model, options => options.Extensions = false);
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(
            thread, """{"content":"The weather?"}""", ("Idempotency-Key", "k"), ("Flapjack-Detach-Seconds", "nonsense"), ("Last-Event-ID", "nonsense"));
        var again = await backend.SendAsync(thread, """{"content":"The weather?"}""", ("Idempotency-Key", "k"));

        Frames.Last(again).GetProperty("messageId").GetString().Should().NotBe(Frames.Last(answer).GetProperty("messageId").GetString(), "a key means nothing here");
        answer.Body.Replace(Frames.Last(answer).GetProperty("messageId").GetString()!, "<message>").Should().Be(
            """
            event: meta
            data: {"startedAt":"2026-01-01T00:00:00Z"}

            event: tool_call
            data: {"tool":{"id":"call_1","name":"sky","arguments":"{\"city\":\"Rome\"}"}}

            event: tool_executing
            data: {"tool_name":"sky"}

            event: tool_result
            data: {"tool_name":"sky","tool_call_id":"call_1","result":{"color":"blue"}}

            event: token
            data: {"delta":"Blue."}

            event: done
            data: {"ok":true,"messageId":"<message>","content":"Blue.","usage":{"input_tokens":40,"output_tokens":6,"cache_read_tokens":16,"cache_write_tokens":4}}


            """);
    }

    [Fact]
    public async Task Tools_of_the_caller_are_asked_for_by_requires_action_and_no_done_follows()
    {
        var model = new ScriptedChatModel();
        model.Otherwise().CallAll(new ScriptedCall("lookup", new { id = 7 }), new ScriptedCall("ask", new { }));
        await using var backend = await StartAsync(model);

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi","tools":[{"name":"lookup"},{"name":"ask","description":"Asks"}]}""");

        Frames.Wire(answer).Should().Be(
            """
            : open

            id: <turn>:1
            event: meta
            data: {"startedAt":"2026-01-01T00:00:00Z","turnId":"<turn>"}

            id: <turn>:2
            event: requires_action
            data: {"toolCalls":[{"id":"call_1","name":"lookup","arguments":"{\"id\":7}"},{"id":"call_2","name":"ask","arguments":"{}"}]}


            """);
    }

    [Fact]
    public async Task The_arguments_of_a_call_can_be_read_by_people()
    {
        var model = new ScriptedChatModel();
        model.Otherwise().Call("ask", new { text = "It's <5 & \u00e9" });
        await using var backend = await StartAsync(model);

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi","tools":[{"name":"ask"}]}""");

        Frames.Wire(answer).Should().Contain("""
            "arguments":"{\"text\":\"It's <5 & é\"}"
            """.Trim());
    }

    [Fact]
    public async Task A_field_that_an_emitted_event_does_not_have_is_absent()
    {
        var model = new ScriptedChatModel();
        model.Otherwise()
            .Emit(new ChatAuthChallengeEvent { ToolName = "mail", Challenge = new() { Provider = "google", RedirectUrl = "https://x.example/in" } })
            .Emit(new ChatCustomEvent { Kind = "bell" })
            .Emit(new ChatCustomEvent { Kind = "empty", Payload = JsonElement.Parse("null") });
        await using var backend = await StartAsync(model);

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi"}""");

        Frames.Of(answer).Skip(1).SkipLast(1).Select(frame => frame.Data.GetRawText()).Should().Equal(
            """{"toolName":"mail","challenge":{"provider":"google","redirectUrl":"https://x.example/in"}}""",
            """{"kind":"bell"}""",
            """{"kind":"empty","payload":null}""");
    }

    [Fact]
    public async Task Events_that_a_model_emits_are_sent_as_they_are()
    {
        var payload = JsonElement.Parse("{\"n\": 1,\n\n \"t\": \"a\"}");
        var model = new ScriptedChatModel();
        model.Otherwise()
            .Emit(new ChatCustomEvent { Kind = "chart", Payload = payload })
            .Emit(new ChatClientEvent { Kind = "typing", Payload = JsonElement.Parse("true") })
            .Emit(new ChatAuthChallengeEvent { ToolName = "mail", Challenge = new() { Provider = "google", RedirectUrl = "https://x.example/in", Description = "Sign in" } })
            .Emit(new ChatProfileSwitchProposalEvent { Target = "expert", Reason = "It is hard" })
            .Emit(new UnknownChatEvent("weather", JsonElement.Parse("""{"type":"rain","x":{"y":[1,null]}}""")))
            .Emit(new UnknownChatEvent("nothing", default))
            .Emit(new UnknownChatEvent("list", JsonElement.Parse("[1, 2]")));
        await using var backend = await StartAsync(model);

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi"}""");

        Frames.Wire(answer).Should().Contain(
            """
            id: <turn>:2
            event: custom
            data: {"kind":"chart","payload":{"n":1,"t":"a"}}

            id: <turn>:3
            event: client_event
            data: {"kind":"typing","payload":true}

            id: <turn>:4
            event: auth_challenge
            data: {"toolName":"mail","challenge":{"provider":"google","redirectUrl":"https://x.example/in","description":"Sign in"}}

            id: <turn>:5
            event: profile_switch_proposal
            data: {"target":"expert","reason":"It is hard"}

            id: <turn>:6
            event: weather
            data: {"type":"rain","x":{"y":[1,null]}}

            id: <turn>:7
            event: nothing
            data: {}

            id: <turn>:8
            event: list
            data: {"data":[1,2]}

            id: <turn>:9
            event: done
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nevent: done")]
    [InlineData("a b")]
    [InlineData("done")]
    public void An_event_can_not_pretend_to_be_another(string name)
    {
        var emit = () => new ChatEventContent(new UnknownChatEvent(name, default));

        emit.Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData(429, "RATE_LIMITED", "Ask again later.", """{"code":"RATE_LIMITED","detail":"Ask again later."}""")]
    [InlineData(null, "X", "A \"quoted\"\n\nline", """{"code":"X","detail":"A \"quoted\"\n\nline"}""")]
    public async Task A_model_that_fails_ends_the_turn_with_its_code(int? status, string code, string message, string data)
    {
        var model = new ScriptedChatModel();
        model.Otherwise().Say("I think").Fail(code, message, status);
        await using var backend = await StartAsync(model);

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi"}""");

        Frames.Wire(answer).Should().EndWith(
            $$"""
            id: <turn>:3
            event: token
            data: {"delta":"think"}

            id: <turn>:4
            event: error
            data: {{data}}


            """);
    }

    [Fact]
    public async Task A_model_that_throws_anything_else_shows_nothing_of_its_message()
    {
        var model = new ScriptedChatModel();
        model.Otherwise().Throw(() => new InvalidOperationException("key sk-secret"));
        await using var backend = await StartAsync(model);

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi"}""");

        answer.Body.Should().EndWith("""data: {"code":"MODEL_FAILED","detail":"The client of the model threw InvalidOperationException."}""" + "\n\n").And.NotContain("sk-secret");
    }

    [Fact]
    public async Task A_thousand_tokens_have_a_thousand_numbers_and_are_the_text()
    {
        var text = string.Concat(Enumerable.Range(0, 1_000).Select(number => $"{number % 10}"));
        var model = new ScriptedChatModel();
        model.Otherwise().Say(text, tokens: 1_000);
        await using var backend = await StartAsync(model);

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi"}""");

        Frames.Text(answer).Should().Be(text);
        Frames.Last(answer).GetProperty("content").GetString().Should().Be(text);
        answer.Body.Split('\n').Where(line => line.StartsWith("id: ")).Should().Equal(Enumerable.Range(1, 1_002).Select(number => $"id: {Frames.TurnId(answer)}:{number}"));
    }

    [Theory]
    [InlineData("a\n\nevent: done\ndata: {}\n\nb\r\rc", "a\n\nevent: done\ndata: {}\n\nb\r\rc")]
    [InlineData("line\u2028para\u2029nul\0bell\a", "line\u2028para\u2029nul\0bell\a")]
    public Task Hostile_text_is_the_same_in_the_tokens_the_end_and_the_next_question(string said, string expected) => ShouldBeToldAsync(said, expected);

    // Attributes can hold no half of a character.
    [Fact]
    public Task Half_a_character_becomes_the_sign_for_it_everywhere() => ShouldBeToldAsync("half \ud83d alone\ude00", "half \ufffd alone\ufffd");

    private static async Task ShouldBeToldAsync(string said, string expected)
    {
        var model = new RawModel([said]);
        await using var backend = await StartAsync(model);
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(thread, """{"content":"Hi\u2028\n"}""");
        await backend.SendAsync(thread, """{"content":"And?"}""");

        Frames.Names(answer).Should().Equal("meta", "token", "done");
        Frames.Text(answer).Should().Be(expected);
        Frames.Last(answer).GetProperty("content").GetString().Should().Be(expected);
        model.Told[^1].Select(message => message.Text).Should().Equal("You cook.", "Hi\u2028\n", expected, "And?");
    }

    [Fact]
    public async Task A_character_that_a_model_cuts_in_two_is_told_whole()
    {
        await using var backend = await StartAsync(new RawModel(["a \ud83d", "\ude00 b", "\ud83d", "\ude00"]));

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi"}""");

        Frames.Of(answer).Where(frame => frame.Event == "token").Select(frame => frame.Data.GetProperty("delta").GetString()).Should().Equal("a ", "😀 b", "😀");
        Frames.Last(answer).GetProperty("content").GetString().Should().Be("a 😀 b😀");
    }

    private static Task<ScriptedBackend> StartAsync(IChatClient model, Action<FlapjackBackendOptions>? configure = null) => ScriptedBackend.StartAsync(model, options =>
    {
        options.TimeProvider = new ArmedTime();
        options.ToolSources.Add(new TestTools().Add("sky", """{"color":"blue"}"""));
        configure?.Invoke(options);
    });
}
