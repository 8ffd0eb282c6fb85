using System.Net;
using Flapjack.Sdk.Tests.Streaming.Resumed;

namespace Flapjack.Sdk.Tests.Chat;

public sealed class ChatErrorTests : ChatTest
{
    [Fact]
    public async Task A_turn_that_runs_already_is_an_exception_that_says_what_to_do()
    {
        var message = Send();
        await (await Next()).Answers(409, """{"error":"TURN_RUNNING","detail":"The agent answers another message."}""", ChatWire.Announced);

        var refused = await Thrown<ChatTurnRunningException>(message);

        (refused.StatusCode, refused.ErrorCode, refused.AnswerSoFar).Should().Be((HttpStatusCode.Conflict, "TURN_RUNNING", ""));
        refused.Message.Should().Contain("StopThreadAsync");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData(409, "OTHER", typeof(FlapjackApiException), "conflict")]
    [InlineData(410, "TOOL_CALLS_EXPIRED", typeof(FlapjackApiException), "no longer waits for these results")]
    [InlineData(410, "TURN_EXPIRED", typeof(FlapjackApiException), "It was not answered again")]
    [InlineData(422, "NO_PENDING_TOOL_CALLS", typeof(FlapjackValidationException), "NO_PENDING_TOOL_CALLS")]
    [InlineData(422, "UNKNOWN_TOOL_CALL", typeof(FlapjackValidationException), "UNKNOWN_TOOL_CALL")]
    [InlineData(422, "MISSING_TOOL_RESULTS", typeof(FlapjackValidationException), "MISSING_TOOL_RESULTS")]
    [InlineData(422, "IDEMPOTENCY_KEY_REUSED", typeof(FlapjackValidationException), "IDEMPOTENCY_KEY_REUSED")]
    [InlineData(404, "NOT_FOUND", typeof(FlapjackNotFoundException), "NOT_FOUND")]
    [InlineData(403, "FORBIDDEN", typeof(FlapjackPermissionException), "FORBIDDEN")]
    public async Task A_refusal_is_the_exception_of_its_status(int status, string code, Type type, string told)
    {
        var events = Client.SubmitToolResultsAsync("t1", [ToolResult.Of("c1", "x")]).All();
        await (await Next()).Answers(status, $$"""{"error":"{{code}}","detail":"Because."}""", ChatWire.Nothing);

        var refused = await Thrown<FlapjackApiException>(events);

        refused.GetType().Should().Be(type);
        (refused.ErrorCode, refused.AnswerSoFar).Should().Be((code, ""));
        refused.Message.Should().Contain(told);
    }

    [Fact]
    public async Task The_refusal_of_results_carries_the_text_of_the_turn_before()
    {
        var message = Send(new() { OnToolCall = (_, _) => Task.FromResult<string?>("x") });
        await (await Next()).Cuts(ChatWire.Plain("token", """{"delta":"Let me see."}""") + ChatWire.Plain("requires_action", ChatWire.AskOne), ChatWire.Nothing);
        await (await Next()).Answers(410, """{"error":"TOOL_CALLS_EXPIRED"}""", ChatWire.Nothing);

        (await Thrown<FlapjackApiException>(message)).AnswerSoFar.Should().Be("Let me see.");
    }

    [Theory]
    [InlineData(502, """{"error":"HTTP 502"}""")]
    [InlineData(500, "{}")]
    public async Task A_proxy_that_fails_with_json_is_not_asked_twice(int status, string body)
    {
        await LearnChat(ChatWire.Nothing);
        var message = Send();
        await (await Next()).Answers(status, body, ChatWire.Nothing);

        (await Thrown<FlapjackApiException>(message)).StatusCode.Should().Be((HttpStatusCode)status);
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task A_proxy_that_answers_with_json_and_success_is_not_the_api()
    {
        var message = Send();
        await (await Next()).Answers(200, """{"ok":true}""", ChatWire.Nothing);

        (await Thrown<FlapjackProtocolException>(message)).Raw.Should().Be("""{"ok":true}""");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_message_that_is_refused_for_its_rate_is_sent_again_because_it_was_not_taken()
    {
        var message = Send();
        await (await Next(ChatWire.Post)).Answers(429, """{"error":"RATE_LIMITED"}""", "Retry-After: 0\r\n");
        await (await Next(ChatWire.Post)).Cuts(PlainDone, ChatWire.Nothing);

        (await message).Should().ContainSingle();
    }
}
