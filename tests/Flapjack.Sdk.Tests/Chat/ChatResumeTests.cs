using Flapjack.Sdk.Tests.Streaming.Resumed;

namespace Flapjack.Sdk.Tests.Chat;

/// <summary>A stream that breaks: its text is exact, or the caller gets an exception, and the message is sent once.</summary>
public sealed class ChatResumeTests : ChatTest
{
    public static TheoryData<int> EveryEvent => [.. Enumerable.Range(0, ChatWire.Frames.Length)];

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public async Task Cut_behind_any_event_the_turn_is_read_on_by_its_id(int events)
    {
        var message = Send();
        var post = await Next(ChatWire.Post);
        await post.Cuts(string.Concat(ChatWire.Frames[..events]), ChatWire.Announced);

        var again = await Next();
        if (events == 0)
        {
            // The id is not known yet: the same message under the same key attaches to the turn.
            (again.Line, again.Key, again.Body).Should().Be((ChatWire.Post, post.Key, post.Body));
        }
        else
        {
            (again.Line, again.Header("Last-Event-ID"), again.Header("Flapjack-Detach-Seconds")).Should().Be((ChatWire.ReadOn, $"turn_1:{events}", "30"));
        }

        await again.Streams(ChatWire.After(again.Header("Last-Event-ID")), ChatWire.Announced);
        var all = await message;

        all.Select(item => item.EventId).Should().Equal(Enumerable.Range(1, 8).Select(number => $"turn_1:{number}"));
        (TextOf(all), ((ChatDoneEvent)all[^1]).Content).Should().Be((ChatWire.Text, ChatWire.Text));
        (await Server.CountConnections()).Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public async Task Cut_behind_any_event_without_our_additions_the_caller_gets_the_text_so_far_and_nothing_is_sent_again(int events)
    {
        var message = Send();
        var plain = ChatWire.PlainFrames();
        var post = await Next(ChatWire.Post);
        await post.Cuts(string.Concat(plain[..events]), ChatWire.Nothing);

        var interrupted = await Interrupted(message);

        interrupted.AnswerSoFar.Should().Be(events switch { < 2 => "", < 6 => "I can ", 6 => "I can help ", _ => ChatWire.Text });
        (interrupted.TurnId, interrupted.ExecId).Should().Be((null, null));
        interrupted.Message.Should().StartWith("The chat stream of POST /api/threads/t1/messages ended after ");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task Cut_at_any_byte_the_text_is_exact()
    {
        for (var cut = 1; cut < ChatWire.All.Length; cut += 7)
        {
            var message = Send();
            await (await Next(ChatWire.Post)).Cuts(ChatWire.All[..cut], ChatWire.Announced);
            var again = await Next();
            await again.Cuts(ChatWire.After(again.Header("Last-Event-ID")), ChatWire.Announced);

            TextOf(await message).Should().Be(ChatWire.Text, "the stream was cut at byte {0}", cut);
        }
    }

    [Fact]
    public async Task Events_that_come_again_are_delivered_once()
    {
        var message = Send();
        await (await Next()).Cuts(string.Concat(ChatWire.Frames[..4]), ChatWire.Announced);
        await (await Next(ChatWire.ReadOn)).Cuts(string.Concat(ChatWire.Frames[2..]), ChatWire.Announced);

        (await message).Should().HaveCount(8);
    }

    [Fact]
    public async Task A_message_whose_answer_never_came_is_sent_again_only_under_a_key_that_the_server_knows()
    {
        var message = Send();
        var post = await Next(ChatWire.Post);
        post.Connection.Reset();
        await (await Next(ChatWire.Probe)).Answers(200, "[]", ChatWire.Announced);
        var again = await Next(ChatWire.Post);
        await again.Cuts(ChatWire.All, ChatWire.Announced);

        TextOf(await message).Should().Be(ChatWire.Text);
        again.Key.Should().Be(post.Key);
    }

    [Fact]
    public async Task A_message_whose_answer_never_came_is_not_sent_again_to_a_server_that_announces_nothing()
    {
        var message = Send();
        (await Next(ChatWire.Post)).Connection.Reset();
        await (await Next(ChatWire.Probe)).Answers(200, "[]", ChatWire.Nothing);

        (await Interrupted(message)).AnswerSoFar.Should().BeEmpty();
        (await Server.CountConnections()).Should().Be(2);
    }

    [Theory]
    [InlineData("idempotent-messages")]
    [InlineData("idempotent-exec, resume, detach, stop, exact-output")]
    public async Task A_turn_that_the_server_cannot_read_on_is_an_interruption(string announced)
    {
        var message = Send();
        await (await Next()).Cuts(ChatWire.Frames[0] + ChatWire.Frames[1], $"Flapjack-Extensions: {announced}\r\n");

        var interrupted = await Interrupted(message);
        (interrupted.TurnId, interrupted.LastEventId, interrupted.AnswerSoFar).Should().Be(("turn_1", "turn_1:2", "I can "));
        interrupted.Message.Should().Contain("(turn_1)");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData("idempotent-messages", "{}", null)]
    [InlineData("idempotent-messages, resume-messages", "{}", null)]
    [InlineData("idempotent-messages, resume-messages", "{\"turnId\":\"turn_1\"}", "turn_1")]
    public async Task Events_without_ids_are_not_read_again_because_their_text_would_come_twice(string announced, string meta, string? turnId)
    {
        var message = Send();
        await (await Next()).Cuts(ChatWire.Plain("meta", meta) + ChatWire.Plain("token", "{\"delta\":\"I can \"}"), $"Flapjack-Extensions: {announced}\r\n");

        var interrupted = await Interrupted(message);

        (interrupted.TurnId, interrupted.AnswerSoFar).Should().Be((turnId, "I can "));
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task Results_whose_answer_never_came_are_sent_once_to_a_server_that_announces_nothing_and_their_events_keep_them()
    {
        await LearnChat(ChatWire.Nothing);
        await using var events = new Reading<ChatEvent>(Message(new() { OnToolCall = (_, _) => Task.FromResult<string?>("x") }));
        var asked = events.Move();
        await (await Next(ChatWire.Post)).Cuts(ChatWire.Plain("token", "{\"delta\":\"I see. \"}") + ChatWire.Asks(("c1", "a", "{}")), ChatWire.Nothing);
        await events.Arrived<ChatTokenEvent>(asked);
        await events.Next<ChatRequiresActionEvent>();
        var ended = await events.Next<ChatClientToolEvent>();
        var move = events.Move();
        (await Next(ChatWire.Post)).Connection.Reset();

        (await Interrupted(move)).AnswerSoFar.Should().Be("I see. ");
        (ended.Call.Id, ended.Result!.Value.GetString()).Should().Be(("c1", "x"));
        (await Server.CountConnections()).Should().Be(3);
    }

    [Theory]
    [InlineData(410, """{"error":"RESUME_GAP","detail":"gone"}""", "RESUME_GAP")]
    [InlineData(404, """{"error":"NOT_FOUND","detail":"no such turn"}""", "NOT_FOUND")]
    public async Task Events_that_are_gone_are_an_interruption_with_the_text_so_far(int status, string body, string code)
    {
        var message = Send();
        await (await Next()).Cuts(ChatWire.Frames[0] + ChatWire.Frames[1], ChatWire.Announced);
        await (await Next(ChatWire.ReadOn)).Answers(status, body, ChatWire.Announced);

        var interrupted = await Interrupted(message);
        (interrupted.TurnId, interrupted.AnswerSoFar).Should().Be(("turn_1", "I can "));
        interrupted.InnerException.Should().BeAssignableTo<FlapjackApiException>().Which.ErrorCode.Should().Be(code);
    }

    [Fact]
    public async Task A_reader_that_the_server_gave_up_is_interrupted()
    {
        var message = Send();
        await (await Next()).Cuts(ChatWire.Frames[0] + ChatWire.Frame(2, "error", """{"code":"RESUME_GAP","detail":"too slow"}"""), ChatWire.Announced);

        (await Interrupted(message)).Message.Should().Contain("it was read too slowly: too slow");
    }

    [Fact]
    public async Task A_turn_that_a_crash_has_cut_ends_with_its_error()
    {
        var message = Send();
        await (await Next()).Cuts(ChatWire.Frames[0], ChatWire.Announced);
        await (await Next(ChatWire.ReadOn)).Cuts(ChatWire.Frame(2, "error", """{"code":"TURN_OUTCOME_UNKNOWN"}"""), ChatWire.Announced);

        ((ChatErrorEvent)(await message)[^1]).Code.Should().Be("TURN_OUTCOME_UNKNOWN");
    }

    [Fact]
    public async Task The_turn_after_tools_is_resumed_like_the_first_and_the_tools_run_once()
    {
        var ran = 0;
        var message = Send(new() { OnToolCall = (_, _) => Task.FromResult<string?>($"{++ran}") });
        await (await Next(ChatWire.Post)).Cuts(ChatWire.Meta + ChatWire.Frame(2, "requires_action", ChatWire.AskOne), ChatWire.Announced);
        var results = await Next(ChatWire.Post);
        await results.Cuts("id: turn_2:1\nevent: meta\ndata: {\"turnId\":\"turn_2\"}\n\n", ChatWire.Announced);
        var again = await Next("GET /api/threads/t1/messages/turn_2/events");
        await again.Cuts("id: turn_2:2\nevent: token\ndata: {\"delta\":\"done\"}\n\n" + "id: turn_2:3\n" + PlainDone, ChatWire.Announced);

        TextOf(await message).Should().Be("done");
        (ran, again.Header("Last-Event-ID")).Should().Be((1, "turn_2:1"));
    }

    [Fact]
    public async Task Results_whose_answer_never_came_are_sent_again_under_their_own_key()
    {
        var ran = 0;
        var message = Send(new() { OnToolCall = (_, _) => Task.FromResult<string?>($"{++ran}") });
        var post = await Next(ChatWire.Post);
        await post.Cuts(ChatWire.Asks(("c1", "a", "{}")), ChatWire.Announced);
        var results = await Next(ChatWire.Post);
        results.Connection.Reset();
        var again = await Next(ChatWire.Post);
        await again.Cuts(PlainDone, ChatWire.Announced);

        await message;
        (again.Key, again.Body, ran).Should().Be((results.Key, results.Body, 1));
        results.Key.Should().NotBe(post.Key);
    }

    [Fact]
    public async Task The_callers_own_key_is_sent_and_the_results_of_tools_have_keys_made_from_it()
    {
        await LearnChat();
        var message = Send(new() { IdempotencyKey = "job 7", DetachTimeout = TimeSpan.FromSeconds(90.2), OnToolCall = (_, _) => Task.FromResult<string?>("x") });
        var post = await Next(ChatWire.Post);
        await post.Cuts(ChatWire.Asks(("c1", "a", "{}")), ChatWire.Announced);
        var results = await Next(ChatWire.Post);
        await results.Cuts(PlainDone, ChatWire.Announced);
        await message;

        (post.Key, results.Key, post.Header("Flapjack-Detach-Seconds")).Should().Be(("job 7", "job 7:r1", "91"));
    }

    [Theory]
    [InlineData(true, "idempotent-messages", "SendMessageOptions.IdempotencyKey")]
    [InlineData(false, "resume-messages", "SendMessageOptions.DetachTimeout")]
    public async Task A_key_or_a_detachment_that_the_server_does_not_know_fails_before_the_message_is_sent(bool key, string addition, string option)
    {
        var message = Send(key ? new() { IdempotencyKey = "job 7" } : new() { DetachTimeout = TimeSpan.FromMinutes(1) });
        await (await Next(ChatWire.Probe)).Answers(200, "[]", ChatWire.Nothing);

        var thrown = await Thrown<FlapjackNotAnnouncedException>(message);
        (thrown.Extension, thrown.Message.StartsWith(option, StringComparison.Ordinal)).Should().Be((addition, true));
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task An_event_whose_json_is_broken_is_an_exception_with_the_text_so_far()
    {
        await LearnChat(ChatWire.Nothing);
        var message = Send();
        await (await Next()).Cuts(ChatWire.Plain("token", """{"delta":"I can "}""") + "event: token\ndata: {oops\n\n", ChatWire.Nothing);

        (await Thrown<FlapjackProtocolException>(message)).AnswerSoFar.Should().Be("I can ");
    }
}
