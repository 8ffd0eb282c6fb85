using Flapjack.Sdk.Tests.Streaming.Resumed;

namespace Flapjack.Sdk.Tests.Chat;

/// <summary>A caller that leaves or cancels, in each phase of a message.</summary>
public sealed class ChatLeavingTests : ChatTest
{
    private readonly TestClock _clock = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaving_in_the_middle_of_the_answer_stops_exactly_this_turn(bool cancels)
    {
        using var cancel = new CancellationTokenSource();
        var events = new Reading<ChatEvent>(Message(cancellationToken: cancel.Token));
        var first = events.Move();
        var post = await (await Next()).Streams(ChatWire.Meta + ChatWire.Frames[1], ChatWire.Announced);
        await events.Arrived<ChatMetaEvent>(first);
        await events.Next<ChatTokenEvent>();
        var next = cancels ? events.Move() : null;
        if (cancels)
        {
            await cancel.CancelAsync();
        }

        var left = events.DisposeAsync().AsTask();
        await (await Next(ChatWire.Stop)).Answers(200, """{"ok":true}""", ChatWire.Announced);
        await left.Soon();

        if (next is not null)
        {
            (await Thrown<OperationCanceledException>(next)).CancellationToken.Should().Be(cancel.Token);
        }

        await post.Connection.ClosedByClient();
    }

    [Fact]
    public async Task Without_our_additions_leaving_closes_the_connection_and_sends_nothing()
    {
        var events = new Reading<ChatEvent>(Message());
        var first = events.Move();
        var post = await (await Next()).Streams(ChatWire.Plain("meta", "{}"), ChatWire.Nothing);
        await events.Arrived<ChatMetaEvent>(first);

        await events.DisposeAsync();

        await post.Connection.ClosedByClient();
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_cancellation_before_the_headers_stops_the_turn_by_its_key()
    {
        await LearnChat();
        using var cancel = new CancellationTokenSource();
        var message = Message(cancellationToken: cancel.Token).All();
        var post = await Next(ChatWire.Post);

        await cancel.CancelAsync();

        await (await Next($"DELETE /api/threads/t1/messages?key={post.Key}")).Answers(200, """{"ok":true}""", ChatWire.Announced);
        await Thrown<OperationCanceledException>(message);
    }

    [Fact]
    public async Task A_cancellation_while_the_client_asks_what_the_server_knows_has_nothing_to_stop()
    {
        using var cancel = new CancellationTokenSource();
        var message = Message(new() { IdempotencyKey = "job 7" }, cancel.Token).All();
        await Next(ChatWire.Probe);

        await cancel.CancelAsync();

        await Thrown<OperationCanceledException>(message);
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_detached_turn_goes_on_when_its_reader_leaves()
    {
        await LearnChat();
        var events = new Reading<ChatEvent>(Message(new() { DetachTimeout = TimeSpan.FromMinutes(10) }));
        var first = events.Move();
        await (await Next()).Streams(ChatWire.Meta, ChatWire.Announced);
        await events.Arrived<ChatMetaEvent>(first);

        await events.DisposeAsync();

        (await Server.CountConnections()).Should().Be(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaving_while_tools_run_cancels_them_and_sends_no_results(bool cancels)
    {
        using var cancel = new CancellationTokenSource();
        var (began, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        var events = new Reading<ChatEvent>(Message(
            new()
            {
                MaxParallelToolCalls = 1,
                OnToolCall = async (call, token) =>
                {
                    if (call.Id == "c1")
                    {
                        return "one";
                    }

                    call.Id.Should().Be("c2", "the third tool waits for its turn, which never comes");
                    using var _ = token.Register(cancelled.SetResult);
                    began.SetResult();
                    await Task.Delay(Timeout.Infinite, token);
                    return null;
                },
            },
            cancel.Token));
        var asked = events.Move();
        await (await Next()).Cuts(ChatWire.Asks(("c1", "a", "{}"), ("c2", "a", "{}"), ("c3", "a", "{}")), ChatWire.Announced);
        await events.Arrived<ChatRequiresActionEvent>(asked);
        await events.Next<ChatClientToolEvent>();
        await began.Task.Soon();
        var next = cancels ? events.Move() : null;

        await (cancels ? cancel.CancelAsync() : events.DisposeAsync().AsTask()).Soon();

        await cancelled.Task.Soon();
        if (next is not null)
        {
            (await Thrown<OperationCanceledException>(next)).CancellationToken.Should().Be(cancel.Token);
        }

        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_tool_that_ignores_its_token_holds_the_caller_up_for_a_second_and_no_longer()
    {
        using var cancel = new CancellationTokenSource();
        var began = new TaskCompletionSource();
        var never = new TaskCompletionSource<string?>();
        await using var events = new Reading<ChatEvent>(Message(
            new()
            {
                OnToolCall = (_, _) =>
                {
                    began.SetResult();
                    return never.Task;
                },
            },
            cancel.Token));
        var asked = events.Move();
        await (await Next()).Cuts(ChatWire.Asks(("c1", "a", "{}")), ChatWire.Announced);
        await events.Arrived<ChatRequiresActionEvent>(asked);
        var next = events.Move();
        await began.Task.Soon();
        _clock.Forget();

        await cancel.CancelAsync();
        await _clock.Armed(TimeSpan.FromSeconds(1));
        next.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));

        await Thrown<OperationCanceledException>(next);
        // What it throws later is nobody's.
        never.SetException(new InvalidOperationException("late"));
    }

    [Fact]
    public async Task A_cancellation_between_the_call_of_a_tool_and_the_tool_runs_no_tool()
    {
        using var cancel = new CancellationTokenSource();
        var ran = false;
        await using var events = new Reading<ChatEvent>(Message(new() { OnToolCall = (_, _) => { ran = true; return Task.FromResult<string?>("x"); } }, cancel.Token));
        var asked = events.Move();
        await (await Next()).Cuts(ChatWire.Asks(("c1", "a", "{}")), ChatWire.Announced);
        await events.Arrived<ChatRequiresActionEvent>(asked);

        await cancel.CancelAsync();

        await Thrown<OperationCanceledException>(events.Move());
        ran.Should().BeFalse();
    }

    [Fact]
    public async Task Leaving_in_the_turn_after_the_tools_stops_that_turn()
    {
        var events = new Reading<ChatEvent>(Message(new() { OnToolCall = (_, _) => Task.FromResult<string?>("x") }));
        var asked = events.Move();
        await (await Next()).Cuts(ChatWire.Meta + ChatWire.Frame(2, "requires_action", ChatWire.AskOne), ChatWire.Announced);
        await events.Arrived<ChatMetaEvent>(asked);
        await events.Next<ChatRequiresActionEvent>();
        await events.Next<ChatClientToolEvent>();
        var meta = events.Move();
        await (await Next(ChatWire.Post)).Streams("id: turn_2:1\nevent: meta\ndata: {\"turnId\":\"turn_2\"}\n\n", ChatWire.Announced);
        await events.Arrived<ChatMetaEvent>(meta);

        var left = events.DisposeAsync().AsTask();

        await (await Next("DELETE /api/threads/t1/messages/turn_2")).Answers(200, """{"ok":true}""", ChatWire.Announced);
        await left.Soon();
    }

    [Theory]
    [InlineData("done")]
    [InlineData("error")]
    [InlineData("requires_action")]
    public async Task Behind_the_last_event_there_is_nothing_to_stop(string last)
    {
        await using (var events = new Reading<ChatEvent>(Message()))
        {
            var first = events.Move();
            await (await Next()).Streams(ChatWire.Frame(1, last, "{}"), ChatWire.Announced);
            (await first).Should().BeTrue();
        }

        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_second_enumeration_is_an_error_and_sends_nothing()
    {
        var stream = Message();
        var events = stream.All();
        await (await Next()).Cuts(ChatWire.All, ChatWire.Announced);
        await events;

        var again = () => stream.GetAsyncEnumerator();

        again.Should().Throw<InvalidOperationException>().WithMessage("*chat stream was enumerated already*");
        (await Server.CountConnections()).Should().Be(1);
    }

    private protected override void Configure(FlapjackClientOptions options) => options.TimeProvider = _clock;
}
