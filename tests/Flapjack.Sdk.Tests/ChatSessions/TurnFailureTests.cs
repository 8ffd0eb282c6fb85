using System.Runtime.CompilerServices;
using static Flapjack.Sdk.Tests.ChatSessions.SessionWire;

namespace Flapjack.Sdk.Tests.ChatSessions;

/// <summary>A turn that fails, or of which nobody knows how it ended, is a state of its answer that never looks complete.</summary>
public sealed class TurnFailureTests : SessionTest
{
    private const string Probe = "GET /api/threads/t1/participants";

    [Fact]
    public async Task A_turn_that_the_service_ends_with_an_error_has_failed()
    {
        var (answer, call) = await Send(Session());
        await call.Events(Meta + Token("I can ") + Frame("error", """{"code":"MODEL_FAILED","detail":"The model is overloaded."}"""));

        var failed = await answer.Soon();

        failed.Outcome.Should().Be(new ChatOutcome.Failed("MODEL_FAILED", "The model is overloaded."));
        failed.Should().BeEquivalentTo(new { Content = "I can ", IsComplete = false, MessageId = (string?)null, Exception = (Exception?)null });
    }

    [Fact]
    public async Task A_turn_that_the_service_has_lost_is_unknown()
    {
        var (answer, call) = await Send(Session());
        await call.Events(Meta + Token("I can ") + Frame("error", """{"code":"TURN_OUTCOME_UNKNOWN"}"""));

        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Unknown());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_is_cut_leaves_the_text_and_an_unknown_outcome(bool inGoodOrder)
    {
        var session = Session();
        var (answer, call) = await Send(session);
        await call.Events(Meta + Token("I can "));
        await Shows(session, state => state.Messages[1].Content == "I can ");

        await (inGoodOrder ? new ValueTask(call.Last("")) : call.Break());

        var cut = await answer.Soon();
        cut.Outcome.Should().Be(new ChatOutcome.Unknown());
        cut.Exception.Should().BeOfType<FlapjackStreamInterruptedException>();
        cut.Should().BeEquivalentTo(new { Content = "I can ", IsComplete = false, IsStreaming = false });
        var (next, second) = await Send(session, "Are you there?");
        await second.Events(Meta + Done("Yes."));
        (await next.Soon()).IsComplete.Should().BeTrue("the session goes on after a cut");
    }

    [Fact]
    public async Task A_refusal_says_what_the_service_said()
    {
        var (answer, call) = await Send(Session());
        call.Json("""{"error":"TURN_RUNNING","detail":"The agent still answers."}""", 409);

        var refused = await answer.Soon();

        refused.Outcome.Should().BeOfType<ChatOutcome.Failed>().Which.Code.Should().Be("TURN_RUNNING");
        refused.Exception.Should().BeOfType<ChatTurnRunningException>();
    }

    [Fact]
    public async Task A_message_that_was_answered_before_has_not_failed()
    {
        var (answer, call) = await Send(Session());
        call.Json("""{"error":"TURN_EXPIRED"}""", 410);

        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Unknown());
    }

    [Theory]
    [InlineData(409, "TURN_RUNNING", null)]
    [InlineData(422, "NO_PENDING_TOOL_CALLS", null)]
    [InlineData(422, "IDEMPOTENCY_KEY_REUSED", null)]
    [InlineData(410, "TOOL_CALLS_EXPIRED", "TOOL_CALLS_EXPIRED")]
    [InlineData(403, "FORBIDDEN", "FORBIDDEN")]
    public async Task Results_that_contradict_what_the_service_knows_leave_the_outcome_unknown_and_other_refusals_are_failures(int status, string code, string? failure)
    {
        var (answer, call) = await Send(Session(Plain with { OnToolCall = (_, _) => Task.FromResult<string?>("x") }));
        await call.Events(Meta);
        await call.Last(RequiresAction);
        (await Wire.Next(PostMessage)).Json($$"""{"error":"{{code}}"}""", status);

        var refused = await answer.Soon();

        (refused.Outcome as ChatOutcome.Failed)?.Code.Should().Be(failure);
        refused.Outcome.Should().BeOfType(failure is null ? typeof(ChatOutcome.Unknown) : typeof(ChatOutcome.Failed));
        refused.Exception.Should().BeAssignableTo<FlapjackApiException>().Which.ErrorCode.Should().Be(code);
    }

    public static TheoryData<Exception> OtherExceptions => [new ObjectDisposedException("the network"), new OperationCanceledException("nobody has cancelled")];

    [Theory]
    [MemberData(nameof(OtherExceptions))]
    public async Task An_exception_of_another_kind_in_the_middle_of_an_answer_leaves_the_outcome_unknown(Exception exception)
    {
        using var client = new BreakingClient(exception);
        await using var session = new ChatSession(client, "a1", Plain);

        var answer = session.SendAsync("Hello!");

        (await answer.Invoking(task => task.Soon()).Should().ThrowAsync<Exception>()).Which.GetType().Should().Be(exception.GetType());
        AnswerOf(session).Should().BeEquivalentTo(new { Content = "I can ", Outcome = new ChatOutcome.Unknown(), IsStreaming = false });
    }

    [Fact]
    public async Task A_thread_without_an_id_fails_the_message_and_the_next_one_makes_another()
    {
        var session = Session(new() { NotifyOn = new() });
        var answer = session.SendAsync("Hello!");
        (await Wire.Next(MakeThread)).Json("{}");

        (await answer.Soon()).Exception.Should().BeOfType<FlapjackProtocolException>();
        AnswerOf(session).Outcome.Should().BeOfType<ChatOutcome.Failed>();
        _ = session.SendAsync("Hello again!");
        await Wire.Next(MakeThread);
    }

    [Fact]
    public async Task A_service_that_fails_without_saying_what_it_did_leaves_the_outcome_unknown()
    {
        var (answer, call) = await Send(Session());
        call.Json("""{"error":"INTERNAL"}""", 500);
        (await Wire.Next(Probe)).Json("[]");

        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Unknown());
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_answer_leaves_the_outcome_unknown()
    {
        var (answer, call) = await Send(Session());
        call.Fail(new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was reset."));
        (await Wire.Next(Probe)).Json("[]");

        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Unknown());
    }

    [Fact]
    public async Task A_thread_that_can_not_be_made_fails_the_message_and_the_next_one_tries_again()
    {
        var session = Session(new() { NotifyOn = new() });
        var answer = session.SendAsync("Hello!");
        (await Wire.Next(MakeThread)).Json("""{"error":"NOT_FOUND","detail":"Agent not found"}""", 404);

        var failed = await answer.Soon();

        failed.Outcome.Should().BeOfType<ChatOutcome.Failed>().Which.Code.Should().Be("NOT_FOUND");
        session.ThreadId.Should().BeNull();
        var again = session.SendAsync("Hello again!");
        (await Wire.Next(MakeThread)).Json("""{"error":"INTERNAL"}""", 500);
        (await again.Soon()).Outcome.Should().BeOfType<ChatOutcome.Failed>("the message itself was not sent");
        Wire.Lines.Should().Equal(MakeThread, MakeThread);
    }

    private sealed class BreakingClient(Exception exception) : FlapjackClient
    {
        public override async IAsyncEnumerable<ChatEvent> SendMessageAsync(
            string threadId, string content, SendMessageOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new ChatTokenEvent { Delta = "I can " };
            await Task.Yield();
            throw exception;
        }
    }
}
