using System.Text.Json;
using Microsoft.Extensions.AI;
using static Flapjack.Sdk.Extensions.AI.Tests.WireClient;

namespace Flapjack.Sdk.Extensions.AI.Tests.Chat;

public sealed class ThreadChatClientTests : IDisposable
{
    private const string Post = "POST /api/threads/t1/messages";

    private static readonly string Meta = Frame("meta", """{"startedAt":"2026-03-28T12:00:01Z","turnId":"turn_1"}""");
    private static readonly string Done = Frame("done", """{"ok":true,"messageId":"m1","content":"I can help.","usage":{"input_tokens":12,"output_tokens":3,"cache_read_tokens":5,"cache_write_tokens":2}}""");
    private static readonly string[] Answer = [Meta, Token("I can "), Token("help."), Done];

    private readonly WireClient _wire = new();

    private IChatClient Chat => _wire.Client.AsIChatClient("t1");

    [Fact]
    public async Task A_message_is_sent_and_its_answer_is_a_response()
    {
        _wire.Streams(Answer);

        var response = await Chat.GetResponseAsync("Hello!");

        _wire.Requests.Should().Equal((Post, """{"content":"Hello!"}"""));
        (response.Text, response.ConversationId, response.ResponseId, response.FinishReason).Should().Be(("I can help.", "t1", "turn_1", ChatFinishReason.Stop));
        var message = response.Messages.Should().ContainSingle().Subject;
        (message.Role, message.MessageId).Should().Be((ChatRole.Assistant, "m1"));
        var usage = response.Usage!;
        (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.CachedInputTokenCount, usage.AdditionalCounts!["cache_write_tokens"]).Should().Be((12, 3, 15, 5, 2));
        response.RawRepresentation.Should().BeOfType<ChatResult>().Which.MessageId.Should().Be("m1");
    }

    [Fact]
    public async Task An_answer_streams_and_each_update_has_its_event()
    {
        _wire.Streams(Answer);

        var updates = await Chat.GetStreamingResponseAsync("Hello!").ToListAsync();

        updates.Select(update => update.Text).Should().Equal("", "I can ", "help.", "");
        updates.Select(update => update.RawRepresentation!.GetType().Name).Should().Equal("ChatMetaEvent", "ChatTokenEvent", "ChatTokenEvent", "ChatDoneEvent");
        updates.Should().OnlyContain(update => update.ConversationId == "t1" && update.ResponseId == "turn_1" && update.Role == ChatRole.Assistant);
        updates[0].CreatedAt.Should().Be(DateTimeOffset.Parse("2026-03-28T12:00:01Z", System.Globalization.CultureInfo.InvariantCulture));
        updates.Select(update => update.FinishReason).Should().Equal(null, null, null, ChatFinishReason.Stop);
    }

    [Fact]
    public async Task Only_what_stands_behind_the_last_answer_is_sent()
    {
        _wire.Streams(Answer).Streams(Answer);
        List<ChatMessage> history = [new(ChatRole.User, "Hello!")];

        history.AddMessages(await Chat.GetResponseAsync(history));
        history.Add(new(ChatRole.User, "And now?"));
        history.Add(new(ChatRole.User, "Be quick."));
        await Chat.GetResponseAsync(history);

        _wire.Requests[1].Body.Should().Be("""{"content":"And now?\n\nBe quick."}""");
    }

    [Fact]
    public async Task A_function_is_offered_called_by_its_usual_loop_and_its_result_sent_once()
    {
        _wire.Streams(Meta, Token("Let me look. "), Frame("requires_action", """{"toolCalls":[{"id":"c1","name":"lookup","arguments":"{\"order\":7}"}]}""")).Streams(Answer);
        var asked = new List<int>();
        var lookup = AIFunctionFactory.Create((int order) => { asked.Add(order); return "shipped"; }, "lookup", "Looks up an order.");

        var response = await Chat.AsBuilder().UseFunctionInvocation().Build().GetResponseAsync("Where is it?", new() { Tools = [lookup] });

        asked.Should().Equal(7);
        response.Messages.Select(message => message.Text).Should().Equal("Let me look. ", "", "I can help.");
        var bodies = _wire.Requests.Select(request => JsonElement.Parse(request.Body)).ToArray();
        bodies.Should().HaveCount(2);
        bodies[0].GetProperty("content").GetString().Should().Be("Where is it?");
        bodies[0].GetProperty("tools")[0].GetProperty("name").GetString().Should().Be("lookup");
        bodies[0].GetProperty("tools")[0].GetProperty("description").GetString().Should().Be("Looks up an order.");
        bodies[0].GetProperty("tools")[0].GetProperty("parameters").GetProperty("properties").GetProperty("order").GetProperty("type").GetString().Should().Be("integer");
        bodies[1].GetProperty("toolResults").GetRawText().Should().Be("""[{"toolCallId":"c1","result":"shipped"}]""");
        bodies[1].TryGetProperty("content", out _).Should().BeFalse();
        bodies[1].GetProperty("tools").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_call_that_nobody_answers_ends_the_response_with_it()
    {
        _wire.Streams(Meta, Frame("tool_call", """{"tool":{"id":"c1","name":"pay","arguments":"{}"}}"""), Frame("requires_action", """{"toolCalls":[{"id":"c1","name":"pay","arguments":"{}"}]}"""));

        var response = await Chat.GetResponseAsync("Pay.", new() { Tools = [AIFunctionFactory.Create(() => "paid", "pay")] });

        response.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        var call = response.Messages.Single().Contents.OfType<FunctionCallContent>().Should().ContainSingle("a server that tells of the call before does not make it two").Subject;
        (call.CallId, call.Name, call.InformationalOnly).Should().Be(("c1", "pay", false));
    }

    [Fact]
    public async Task A_function_that_needs_approval_waits_for_it()
    {
        _wire.Streams(Meta, Frame("requires_action", """{"toolCalls":[{"id":"c1","name":"pay","arguments":"{}"}]}""")).Streams(Answer);
        var chat = Chat.AsBuilder().UseFunctionInvocation().Build();
        var paid = 0;
        var options = new ChatOptions { Tools = [new ApprovalRequiredAIFunction(AIFunctionFactory.Create(() => ++paid, "pay"))] };

        List<ChatMessage> history = [new(ChatRole.User, "Pay.")];
        var asked = await chat.GetResponseAsync(history, options);
        history.AddMessages(asked);
        paid.Should().Be(0);
        history.Add(new(ChatRole.User, [asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single().CreateResponse(approved: true)]));
        var answer = await chat.GetResponseAsync(history, options);

        paid.Should().Be(1);
        answer.Text.Should().Be("I can help.");
        JsonElement.Parse(_wire.Requests[1].Body).GetProperty("toolResults").GetRawText().Should().Be("""[{"toolCallId":"c1","result":1}]""");
    }

    [Fact]
    public async Task Tools_of_the_service_are_told_and_not_called_again()
    {
        _wire.Streams(Meta, Frame("tool_call", """{"tool":{"id":"s1","name":"web_search","arguments":"{\"q\":\"x\"}"}}"""), Frame("tool_executing", """{"tool_name":"web_search"}"""),
            Frame("tool_result", """{"tool_name":"web_search","tool_call_id":"s1","result":{"hits":1}}"""), Token("I can help."), Done);

        var response = await Chat.AsBuilder().UseFunctionInvocation().Build().GetResponseAsync("Search.", new() { Tools = [AIFunctionFactory.Create(() => "mine", "other")] });

        var contents = response.Messages.Single().Contents;
        var call = contents.OfType<FunctionCallContent>().Single();
        (call.Name, call.InformationalOnly, ((JsonElement)call.Arguments!["q"]!).GetString()).Should().Be(("web_search", true, "x"));
        ((JsonElement)contents.OfType<FunctionResultContent>().Single().Result!).GetRawText().Should().Be("""{"hits":1}""");
        _wire.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task An_event_without_a_content_of_its_own_is_kept()
    {
        _wire.Streams(Meta, Frame("custom", """{"kind":"chart","payload":[1]}"""), Frame("from_the_future", """{"x":1}"""), Token("I can help."), Done);

        var response = await Chat.GetResponseAsync("Hello!");

        var kept = response.Messages.Single().Contents.Select(content => content.RawRepresentation).ToArray();
        kept.OfType<ChatCustomEvent>().Single().Kind.Should().Be("chart");
        kept.OfType<UnknownChatEvent>().Single().Type.Should().Be("from_the_future");
    }

    [Theory]
    [InlineData("I can help. And more.", "I can help. And more.")]
    [InlineData("help.", "I can help.")]
    [InlineData("Something else.", "Something else.")]
    public async Task The_response_has_the_whole_text_that_the_service_stored(string stored, string text)
    {
        _wire.Streams(Meta, Token("I can "), Token("help."), Frame("done", $$"""{"ok":true,"messageId":"m1","content":"{{stored}}"}"""));

        (await Chat.GetResponseAsync("Hello!")).Text.Should().Be(text);
    }

    [Fact]
    public async Task A_broken_stream_is_never_a_short_answer()
    {
        _wire.Streams(Meta, Token("I can ")).Streams(Meta, Token("I can "));
        var seen = new List<string>();

        var streaming = async () =>
        {
            await foreach (var update in Chat.GetStreamingResponseAsync("Hello!"))
            {
                seen.Add(update.Text);
            }
        };

        await streaming.Should().ThrowAsync<FlapjackStreamInterruptedException>();
        seen.Should().Equal("", "I can ");
        (await Chat.Invoking(it => it.GetResponseAsync("Hello!")).Should().ThrowAsync<FlapjackStreamInterruptedException>()).Which.AnswerSoFar.Should().Be("I can ");
    }

    [Theory]
    [InlineData("error", """{"code":"MODEL_FAILED","detail":"Overloaded."}""", "The turn turn_1 failed: MODEL_FAILED: Overloaded.")]
    [InlineData("error", """{"code":"TURN_OUTCOME_UNKNOWN"}""", "*nobody knows how*")]
    [InlineData("done", """{"ok":true,"content":"I can "}""", "The turn turn_1 was stopped before the agent had answered.")]
    [InlineData("done", """{"ok":false,"messageId":"m1","content":"I can "}""", "The turn turn_1 failed: no code.")]
    public async Task What_is_no_answer_is_no_response(string name, string data, string told)
    {
        string[] frames = [Meta, Token("I can "), Frame(name, data)];
        _wire.Streams(frames).Streams(frames);

        (await Chat.Invoking(it => it.GetResponseAsync("Hello!")).Should().ThrowAsync<ChatNotAnsweredException>()).WithMessage(told).Which.Result.StreamedContent.Should().Be("I can ");
        (await Chat.Invoking(it => it.GetStreamingResponseAsync("Hello!").ToListAsync().AsTask()).Should().ThrowAsync<ChatNotAnsweredException>()).WithMessage(told);
    }

    [Fact]
    public async Task The_key_is_not_in_the_exception()
    {
        _wire.Streams(Meta, Frame("error", """{"code":"X","detail":"fj_live_0123456789abcdef"}"""));

        (await Chat.Invoking(it => it.GetResponseAsync("Hello!")).Should().ThrowAsync<ChatNotAnsweredException>()).Which.Message.Should().NotContain("0123456789abcdef");
    }

    [Fact]
    public void It_tells_what_it_stands_on()
    {
        Chat.GetService<FlapjackClient>().Should().BeSameAs(_wire.Client);
        Chat.GetService<ChatClientMetadata>()!.ProviderName.Should().Be("flapjack");
        Chat.GetService<IChatClient>().Should().NotBeNull();
        Chat.GetService(typeof(FlapjackClient), "key").Should().BeNull();
    }

    public void Dispose() => _wire.Dispose();

    private static string Token(string delta) => Frame("token", $$"""{"delta":"{{delta}}"}""");
}
