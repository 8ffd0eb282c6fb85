using static Flapjack.Sdk.Tests.ChatSessions.SessionWire;

namespace Flapjack.Sdk.Tests.ChatSessions;

/// <summary>What a session sends and what it shows, from an empty conversation to the second answer.</summary>
public sealed class ChatSessionTests : SessionTest
{
    [Fact]
    public async Task The_first_message_makes_the_thread_and_the_next_uses_it()
    {
        var session = Session(new() { NotifyOn = new() });

        var first = session.SendAsync("Hello!");
        var made = await Wire.Next(MakeThread);
        made.Body.Should().Be("""{"agentId":"a1"}""");
        session.ThreadId.Should().BeNull();
        made.Json("""{"id":"t1","agent_id":"a1"}""");
        var call = await Wire.Next(PostMessage);
        call.Body.Should().Be("""{"content":"Hello!"}""");
        await call.Events(Meta + Token("I can ") + Token("help.") + Done("I can help."));

        (await first.Soon()).Content.Should().Be("I can help.");
        session.ThreadId.Should().Be("t1");
        var (second, next) = await Send(session, "And now?");
        await next.Events(Meta + Done("Nothing."));
        await second.Soon();
        Wire.Lines.Should().Equal(MakeThread, PostMessage, PostMessage);
    }

    [Fact]
    public async Task The_request_that_makes_the_thread_can_be_changed()
    {
        var session = Session(new() { NotifyOn = new(), ConfigureThread = request => request with { Title = "Support", Kind = ThreadKind.Multiplayer } });

        _ = session.SendAsync("Hello!");

        (await Wire.Next(MakeThread)).Body.Should().Be("""{"agentId":"a1","title":"Support","kind":"multiplayer"}""");
    }

    [Fact]
    public async Task An_answer_grows_and_its_earlier_states_stay_as_they_were()
    {
        var session = Session();
        var (answer, call) = await Send(session);

        var atFirst = session.Snapshot;
        atFirst.IsStreaming.Should().BeTrue();
        atFirst.Messages.Should().SatisfyRespectively(
            user => user.Should().BeEquivalentTo(new { Key = 1, Role = ChatSessionRole.User, Content = "Hello!", IsStreaming = false, IsComplete = true }),
            empty => empty.Should().BeEquivalentTo(new { Key = 2, Role = ChatSessionRole.Assistant, Content = "", IsStreaming = true, IsComplete = false }));

        await call.Events(Meta + Token("I can "));
        await Shows(session, state => state.Messages[1].Content == "I can ");
        var half = session.Snapshot;
        await call.More(Token("help.") + Done("I can help."));

        var whole = await answer.Soon();
        whole.Should().BeEquivalentTo(new { Key = 2, Content = "I can help.", IsStreaming = false, IsComplete = true, MessageId = "msg-001" });
        whole.Outcome.Should().Be(new ChatOutcome.Answered());
        session.IsStreaming.Should().BeFalse();
        session.Messages[1].Should().BeSameAs(whole);
        session.Messages[0].Should().BeSameAs(atFirst.Messages[0]).And.BeSameAs(half.Messages[0]);
        half.Messages[1].Content.Should().Be("I can ");
        atFirst.Messages[1].Content.Should().BeEmpty();
        session.Messages.Should().BeSameAs(session.Messages, "nothing has changed between two reads");
    }

    [Fact]
    public async Task The_tools_of_the_service_show_with_their_results()
    {
        var session = Session();
        var (answer, call) = await Send(session);
        await call.Events(Meta + Token("Let me look. ")
            + Frame("tool_call", """{"tool":{"id":"call-1","name":"web_search","arguments":"{\"q\":\"x\"}"}}""")
            + Frame("tool_executing", """{"tool_name":"web_search"}"""));
        await Shows(session, state => state.Messages[1].Tools.Count == 1);
        session.Messages[1].Tools[0].Should().BeEquivalentTo(new { Id = "call-1", Name = "web_search", Arguments = "{\"q\":\"x\"}", IsClientTool = false, TextPosition = 13 });
        session.Messages[1].Tools[0].Result.Should().BeNull("the tool still runs");

        await call.More(ToolResult("web_search") + Token("Found.") + Done("Found."));

        (await answer.Soon()).Tools.Should().ContainSingle().Which.Result!.Value.GetRawText().Should().Be("""{"ok":true}""");
    }

    [Fact]
    public async Task An_answer_that_comes_whole_shows_what_its_last_event_says()
    {
        var (answer, call) = await Send(Session());
        await call.Events(Meta + Frame("done", """{"ok":true,"messageId":"m1","content":"All at once.","usage":{"input_tokens":7}}"""));

        var whole = await answer.Soon();

        whole.Content.Should().Be("All at once.");
        whole.Usage!.InputTokens.Should().Be(7);
    }

    [Fact]
    public async Task Text_that_was_shown_is_never_taken_back()
    {
        var (answer, call) = await Send(Session());
        await call.Events(Meta + Token("Let me look. ") + ToolResult("web_search") + Token("Found.") + Done("Found."));

        (await answer.Soon()).Content.Should().Be("Let me look. Found.");
    }

    [Fact]
    public async Task A_tool_of_the_caller_runs_and_the_same_answer_goes_on()
    {
        var session = Session(Plain with { OnToolCall = (call, _) => Task.FromResult<string?>($"order {call.Arguments}") });
        var (answer, call) = await Send(session);
        await call.Events(Meta + Token("Let me look. "));
        await call.Last(RequiresAction);

        var results = await Wire.Next(PostMessage);
        results.Body.Should().Be("""{"toolResults":[{"toolCallId":"c1","result":"order {\u0022orderId\u0022:\u0022123\u0022}"}]}""");
        await results.Events(Meta + Token("It is on its way.") + Done("It is on its way."));

        var whole = await answer.Soon();
        whole.Content.Should().Be("Let me look. It is on its way.");
        whole.Tools.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = "c1", Name = "lookup_order", IsClientTool = true });
        session.Messages.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_call_that_nobody_answers_ends_the_turn_and_the_next_message_goes_on()
    {
        var session = Session();
        var (answer, call) = await Send(session);
        await call.Events(Meta);
        await call.Last(RequiresAction);

        var asked = await answer.Soon();

        asked.Outcome.Should().Be(new ChatOutcome.RequiresAction());
        asked.IsComplete.Should().BeFalse();
        asked.Tools.Should().ContainSingle().Which.Name.Should().Be("lookup_order");
        var (next, second) = await Send(session, "Never mind.");
        await second.Events(Meta + Done("As you wish."));
        (await next.Soon()).IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task One_message_may_be_sent_differently_from_the_others()
    {
        var session = Session(Plain with { SenderId = "user_abc" });

        _ = session.SendAsync("Hello!", session.Options with { ModelOverride = "claude-opus-4-7" });

        (await Wire.Next(PostMessage)).Body.Should().Be("""{"content":"Hello!","modelOverride":"claude-opus-4-7","senderId":"user_abc"}""");
    }

    [Fact]
    public async Task A_session_goes_on_with_the_messages_that_its_owner_has_kept()
    {
        ChatSessionMessage[] kept =
        [
            new() { Role = ChatSessionRole.User, Content = "Before", Key = 70 },
            new() { Role = ChatSessionRole.Assistant, Content = "Yes.", Key = 71, Outcome = new ChatOutcome.Answered() },
        ];
        var session = Session(Plain with { Messages = kept });
        session.Messages.Select(message => message.Key).Should().Equal(1, 2);

        var (answer, call) = await Send(session);
        await call.Events(Meta + Done("Hi."));
        await answer.Soon();

        session.Messages.Select(message => message.Content).Should().Equal("Before", "Yes.", "Hello!", "Hi.");
        session.Messages.Select(message => message.Key).Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public async Task A_second_message_while_the_agent_answers_is_refused_before_it_is_shown()
    {
        var session = Session();
        var (answer, call) = await Send(session);

        session.Invoking(open => { _ = open.SendAsync("Again!"); }).Should().Throw<InvalidOperationException>().WithMessage("*IsStreaming*StopAsync*");
        session.Invoking(open => { _ = open.AddSystemMessageAsync("check", "Approved"); }).Should().Throw<InvalidOperationException>();

        session.Messages.Should().HaveCount(2);
        await call.Events(Meta + Done("Hi."));
        await answer.Soon();
    }

    [Fact]
    public void What_can_not_be_sent_is_refused_at_the_call()
    {
        var session = Session();

        session.Invoking(open => { _ = open.SendAsync(" "); }).Should().Throw<ArgumentException>().WithParameterName("text");
        session.Invoking(open => { _ = open.AddSystemMessageAsync("", "label"); }).Should().Throw<ArgumentException>().WithParameterName("icon");
        session.Invoking(open => { _ = open.AddSystemMessageAsync("check", " "); }).Should().Throw<ArgumentException>().WithParameterName("label");
        FluentActions.Invoking(() => new ChatSession(Client, "")).Should().Throw<ArgumentException>().WithParameterName("agentId");
        FluentActions.Invoking(() => Session(Plain with { NotifyInterval = TimeSpan.Zero })).Should().Throw<ArgumentException>().WithParameterName("NotifyInterval");
        FluentActions.Invoking(() => Session(Plain with { IdempotencyKey = "k" })).Should().Throw<ArgumentException>().WithMessage("*SendAsync*");
        session.Messages.Should().BeEmpty();
    }

    [Fact]
    public async Task A_fault_of_the_caller_is_thrown_and_the_answer_shows_that_there_is_none()
    {
        var session = Session();

        var sent = session.SendAsync("Hello!", session.Options with { MaxParallelToolCalls = 0 });

        await sent.Invoking(task => task.Soon()).Should().ThrowAsync<ArgumentException>();
        AnswerOf(session).Outcome.Should().BeOfType<ChatOutcome.Failed>();
        session.IsStreaming.Should().BeFalse();
        Wire.Lines.Should().BeEmpty();
    }

    [Fact]
    public async Task A_cancelled_token_stops_the_turn_and_keeps_the_text()
    {
        using var cancel = new CancellationTokenSource();
        var session = Session();
        var answer = session.SendAsync("Hello!", cancellationToken: cancel.Token);
        var call = await Wire.Next(PostMessage);
        await call.Events(Meta + Token("I can "));
        await Shows(session, state => state.Messages[1].Content == "I can ");

        await cancel.CancelAsync();

        await answer.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>();
        AnswerOf(session).Should().BeEquivalentTo(new { Content = "I can ", Outcome = new ChatOutcome.Stopped(), IsComplete = false });
        (await call.IsLeft()).Should().BeTrue();
        session.IsStreaming.Should().BeFalse();
    }

    [Fact]
    public void A_token_that_is_cancelled_already_sends_and_shows_nothing()
    {
        var session = Session();

        session.SendAsync("Hello!", cancellationToken: new(canceled: true)).IsCanceled.Should().BeTrue();

        session.Messages.Should().BeEmpty();
        session.IsStreaming.Should().BeFalse();
    }
}
