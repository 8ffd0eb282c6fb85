using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Chat;

public sealed class RunMessageTests : ChatTest
{
    [Fact]
    public async Task An_answer_is_collected_with_its_tools_and_its_usage()
    {
        var result = await Result(
            string.Concat(ChatWire.Frames[..^1]) + ChatWire.Frame(8, "done", """{"ok":true,"messageId":"m1","content":"I can help you.","usage":{"input_tokens":12}}"""));

        result.EnsureAnswered().Should().BeSameAs(result);
        (result.Content, result.StreamedContent, result.MessageId, result.TurnId, result.Usage!.InputTokens).Should().Be((ChatWire.Text, ChatWire.Text, "m1", "turn_1", 12));
        var tool = result.Tools.Should().ContainSingle().Subject;
        (tool.Id, tool.Name, tool.Arguments, tool.Result!.Value.GetString(), tool.IsClientTool, tool.Failure).Should().Be(("s1", "web_search", "{}", "found", false, null));
    }

    [Fact]
    public async Task The_content_of_done_counts_and_what_was_streamed_is_told_beside_it()
    {
        var result = await Result(ChatWire.Plain("token", """{"delta":"one"}""") + ChatWire.Plain("done", """{"ok":true,"messageId":"m1","content":"two"}"""));

        (result.Content, result.StreamedContent).Should().Be(("two", "one"));
    }

    [Fact]
    public async Task Without_a_content_in_done_the_streamed_text_counts()
    {
        var result = await Result(ChatWire.Plain("token", """{"delta":"one"}""") + ChatWire.Plain("done", """{"ok":true,"messageId":"m1"}"""));

        result.EnsureAnswered().Content.Should().Be("one");
    }

    [Theory]
    [InlineData("done", """{"ok":true,"content":"half"}""", "Stopped", "The turn was stopped before the agent had answered.")]
    [InlineData("done", """{"ok":false,"content":"half"}""", "Stopped", "The turn was stopped before the agent had answered.")]
    [InlineData("done", """{"ok":true,"messageId":"","content":"half"}""", "Stopped", "The turn was stopped before the agent had answered.")]
    [InlineData("done", """{"ok":false,"messageId":"m1","content":"half"}""", "Failed", "The turn failed: no code.")]
    [InlineData("done", "{}", "Unknown", "The turn ended, and nobody knows how; the agent may have done its work or not.")]
    [InlineData("done", "7", "Unknown", "The turn ended, and nobody knows how; the agent may have done its work or not.")]
    [InlineData("error", """{"code":"MODEL_FAILED","detail":"Overloaded."}""", "Failed", "The turn failed: MODEL_FAILED: Overloaded.")]
    [InlineData("error", "{}", "Failed", "The turn failed: no code.")]
    [InlineData("error", """{"code":"TURN_OUTCOME_UNKNOWN"}""", "Unknown", "The turn ended, and nobody knows how; the agent may have done its work or not.")]
    [InlineData("requires_action", ChatWire.AskOne, "RequiresAction", "The turn waits for the results of tools: lookup_order. *")]
    public async Task What_is_no_answer_cannot_be_taken_for_one(string name, string data, string outcome, string told)
    {
        var result = await Result(ChatWire.Plain("token", """{"delta":"half"}""") + ChatWire.Plain(name, data));

        (result.Outcome.GetType().Name, result.Content).Should().Be((outcome, "half"));
        result.Invoking(it => it.EnsureAnswered()).Should().Throw<ChatNotAnsweredException>().WithMessage(told).Which.Result.Should().BeSameAs(result);
    }

    [Fact]
    public async Task The_exception_of_a_failed_turn_does_not_show_the_key()
    {
        var result = await Result(ChatWire.Plain("error", $$"""{"code":"MODEL_FAILED","detail":"Bearer {{TestClient.Key}}"}"""));

        result.Invoking(it => it.EnsureAnswered()).Should().Throw<ChatNotAnsweredException>().WithMessage("The turn failed: MODEL_FAILED: Bearer [key].");
    }

    [Fact]
    public void Events_that_were_streamed_add_up_to_the_same_result()
    {
        ChatEvent[] events = [new ChatMetaEvent { TurnId = "turn_1" }, new ChatTokenEvent { Delta = "one" }, new ChatErrorEvent { Code = "X", Detail = TestClient.Key }];

        var result = ChatResult.Of(events, Client);

        (result.TurnId, result.StreamedContent, result.Outcome).Should().Be(("turn_1", "one", new ChatOutcome.Failed("X", TestClient.Key)));
        result.Invoking(it => it.EnsureAnswered()).Should().Throw<ChatNotAnsweredException>().WithMessage("*[key]*");
        Array.ForEach([events[..2], []], part => part.Invoking(it => ChatResult.Of(it)).Should().Throw<FlapjackStreamInterruptedException>());
    }

    [Fact]
    public async Task The_tools_of_the_caller_and_of_the_service_stand_in_the_order_of_their_calls()
    {
        var run = Client.RunMessageAsync("t1", "Hello!", new() { OnToolCall = (call, _) => call.Id == "c1" ? Task.FromResult<string?>("mine") : throw new InvalidOperationException("no") });
        await (await Next()).Cuts(
            ChatWire.Plain("meta", """{"turnId":"turn_1"}""") + ChatWire.Plain("token", """{"delta":"a"}""")
                + ChatWire.Plain("tool_call", """{"tool":{"id":"s1","name":"web","arguments":"{}"}}""") + ChatWire.Plain("tool_result", """{"tool_name":"web","tool_call_id":"s1","result":[1]}""")
                + ChatWire.Asks(("c1", "x", "{}"), ("c2", "y", "{}")),
            ChatWire.Nothing);
        await (await Next()).Cuts(
            ChatWire.Plain("meta", """{"turnId":"turn_2"}""") + ChatWire.Plain("token", """{"delta":"b"}""") + ChatWire.Plain("done", """{"ok":true,"messageId":"m1","content":"ab"}"""),
            ChatWire.Nothing);

        var result = (await run.Soon()).EnsureAnswered();

        (result.Content, result.StreamedContent, result.TurnId).Should().Be(("ab", "ab", "turn_2"));
        result.Tools.Select(tool => (tool.Id, tool.Name, tool.IsClientTool, tool.Failure)).Should().Equal(
            ("s1", "web", false, null), ("c1", "x", true, null), ("c2", "y", true, ChatToolFailure.Threw));
        result.Tools[1].Result!.Value.GetString().Should().Be("mine");
    }

    [Fact]
    public async Task A_model_that_numbers_its_calls_anew_in_each_round_loses_none_of_them()
    {
        var rounds = 0;
        var run = Client.RunMessageAsync("t1", "Hello!", new() { OnToolCall = (_, _) => Task.FromResult<string?>($"mine {++rounds}") });
        const string Web = "{\"tool\":{\"id\":\"call_0\",\"name\":\"web\",\"arguments\":\"{}\"}}";
        const string Found = "{\"tool_name\":\"web\",\"tool_call_id\":\"call_0\"}";
        await (await Next()).Cuts(
            ChatWire.Plain("tool_call", Web) + ChatWire.Plain("tool_result", Found) + ChatWire.Plain("token", "{\"delta\":\"ab\"}") + ChatWire.Asks(("call_0", "x", "{}")), ChatWire.Nothing);
        await (await Next()).Cuts(ChatWire.Asks(("call_0", "y", "{}")), ChatWire.Nothing);
        await (await Next()).Cuts(PlainDone, ChatWire.Nothing);

        var tools = (await run.Soon()).Tools;

        tools.Select(tool => (tool.Name, tool.TextPosition, tool.IsClientTool)).Should().Equal(("web", 0, false), ("x", 2, true), ("y", 2, true));
        tools.Select(tool => tool.Result?.GetString()).Should().Equal(null, "mine 1", "mine 2");
    }

    [Fact]
    public void A_result_that_nobody_filled_is_no_answer()
    {
        new ChatResult().Invoking(it => it.EnsureAnswered()).Should().Throw<ChatNotAnsweredException>();
        new ChatResult { Outcome = new ChatOutcome.Answered(), Content = "x" }.EnsureAnswered().Content.Should().Be("x");
        JsonSerializer.Deserialize<ChatOutcome>(JsonSerializer.Serialize<ChatOutcome>(new ChatOutcome.Failed("a", "b"))).Should().Be(new ChatOutcome.Failed("a", "b"));
    }

    [Fact]
    public async Task A_run_whose_stream_is_cut_throws_with_the_text_so_far()
    {
        var run = Client.RunMessageAsync("t1", "Hello!");
        await (await Next()).Cuts(ChatWire.Plain("token", """{"delta":"half"}"""), ChatWire.Nothing);

        (await Interrupted(run)).AnswerSoFar.Should().Be("half");
    }

    [Fact]
    public async Task A_mock_that_overrides_the_stream_has_the_collector()
    {
        using var mock = new Mock([new ChatMetaEvent { TurnId = "turn_1" }, new ChatTokenEvent { Delta = "hi" }, new ChatDoneEvent { Ok = true, MessageId = "m1", Content = "hi" }]);

        (await mock.RunMessageAsync("t1", "x")).EnsureAnswered().Content.Should().Be("hi");
    }

    [Fact]
    public async Task A_mocks_events_that_end_early_are_no_result()
    {
        using var mock = new Mock([new ChatMetaEvent { TurnId = "turn_1" }, new ChatRequiresActionEvent(), new ChatTokenEvent { Delta = "hi" }]);

        var thrown = await Interrupted(mock.RunMessageAsync("t1", "x"));

        (thrown.TurnId, thrown.AnswerSoFar).Should().Be(("turn_1", "hi"));
    }

    [Fact]
    public void What_a_mock_does_not_override_says_so()
    {
        using var mock = new Mock([]);

        mock.Invoking(it => it.SubmitToolResultsAsync("t1", [ToolResult.Of("c1", "x")])).Should().Throw<InvalidOperationException>().WithMessage("*override*");
    }

    private async Task<ChatResult> Result(string frames)
    {
        var run = Client.RunMessageAsync("t1", "Hello!");
        await (await Next(ChatWire.Post)).Cuts(frames, ChatWire.Nothing);
        return await run.Soon();
    }

    private sealed class Mock(ChatEvent[] events) : FlapjackClient
    {
        public override IAsyncEnumerable<ChatEvent> SendMessageAsync(
            string threadId, string content, SendMessageOptions? options = null, CancellationToken cancellationToken = default) => events.ToAsyncEnumerable();
    }
}
