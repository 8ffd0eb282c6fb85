using static Flapjack.Sdk.Tests.ChatSessions.SessionWire;

namespace Flapjack.Sdk.Tests.ChatSessions;

/// <summary>A stop ends the turn in whatever phase it is, and whatever the service says.</summary>
public sealed class StopTests : SessionTest
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Without_a_turn_there_is_nothing_to_stop()
    {
        await Session().StopAsync().Soon();

        Wire.Lines.Should().BeEmpty();
    }

    [Fact]
    public async Task The_service_is_asked_and_ends_the_answer_where_it_is()
    {
        var session = Session();
        var (answer, call) = await Open(session);

        var stopped = session.StopAsync();
        (await Wire.Next(PostStop)).Json("");
        await call.Last(Stopped("I can "));

        await stopped.Soon();
        (await answer.Soon()).Should().BeEquivalentTo(new { Content = "I can ", Outcome = new ChatOutcome.Stopped(), IsComplete = false, MessageId = (string?)null });
        session.IsStreaming.Should().BeFalse();
    }

    [Fact]
    public async Task Two_stops_ask_once()
    {
        var session = Session();
        var (answer, call) = await Open(session);

        var stops = Task.WhenAll(session.StopAsync(), session.StopAsync());
        (await Wire.Next(PostStop)).Json("");
        await call.Last(Stopped("I can "));

        await stops.Soon();
        await answer.Soon();
        Wire.Lines.Should().Equal(PostMessage, PostStop);
    }

    [Fact]
    public async Task An_answer_that_was_whole_before_the_stop_arrived_stays_whole()
    {
        var session = Session();
        var (answer, call) = await Open(session);

        var stopped = session.StopAsync();
        var asked = await Wire.Next(PostStop);
        await call.Last(Token("help.") + Done("I can help."));
        asked.Json("");

        await stopped.Soon();
        (await answer.Soon()).IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task The_turn_lasts_until_the_stop_is_answered_so_that_it_can_not_stop_the_next_turn()
    {
        var session = Session();
        var (answer, call) = await Open(session);
        var stopped = session.StopAsync();
        var asked = await Wire.Next(PostStop);

        await call.Last(Token("help.") + Done("I can help."));
        await Shows(session, state => state.Messages[1].Content == "I can help.");

        session.IsStreaming.Should().BeTrue();
        answer.IsCompleted.Should().BeFalse();
        asked.Json("");
        await Task.WhenAll(stopped, answer).Soon();
    }

    [Fact]
    public async Task A_service_that_goes_on_after_the_stop_is_left_when_the_time_is_up()
    {
        var session = Session();
        var (answer, call) = await Open(session);
        Clock.Forget();

        var stopped = session.StopAsync();
        (await Wire.Next(PostStop)).Json("");
        await call.More(Token("help "));
        await Shows(session, state => state.Messages[1].Content == "I can help ");
        session.IsStreaming.Should().BeTrue();
        await Clock.Pass(StopTimeout);

        await stopped.Soon();
        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Stopped());
        (await call.IsLeft()).Should().BeTrue();
    }

    [Fact]
    public async Task A_service_that_does_not_answer_the_stop_is_left_when_the_time_is_up()
    {
        var session = Session();
        var (answer, call) = await Open(session);
        Clock.Forget();

        var stopped = session.StopAsync();
        await Wire.Next(PostStop);
        await Clock.Pass(StopTimeout);

        await stopped.Soon();
        (await answer.Soon()).Should().BeEquivalentTo(new { Content = "I can ", Outcome = new ChatOutcome.Stopped() });
        (await call.IsLeft()).Should().BeTrue();
    }

    [Fact]
    public async Task A_service_that_refuses_the_stop_is_left_at_once()
    {
        var session = Session();
        var (answer, call) = await Open(session);

        var stopped = session.StopAsync();
        (await Wire.Next(PostStop)).Json("""{"error":"FORBIDDEN"}""", 403);

        await stopped.Soon();
        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Stopped());
        (await call.IsLeft()).Should().BeTrue();
    }

    [Fact]
    public async Task While_the_thread_is_made_nothing_has_begun_that_the_service_could_stop()
    {
        var session = Session(new() { NotifyOn = new() });
        var answer = session.SendAsync("Hello!");
        await Wire.Next(MakeThread);

        await session.StopAsync().Soon();

        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Stopped());
        Wire.Lines.Should().Equal(MakeThread);
    }

    [Fact]
    public async Task Before_the_answer_begins_the_connection_is_closed_and_the_service_is_asked_too()
    {
        var session = Session();
        await Meet(session);
        var (answer, _) = await Send(session);

        var stopped = session.StopAsync();
        (await Wire.Next(PostStop)).Json("");

        await stopped.Soon();
        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Stopped());
    }

    [Fact]
    public async Task A_tool_of_the_caller_is_cancelled_at_once()
    {
        var tool = new HangingTool();
        var session = Session(Plain with { OnToolCall = (_, token) => tool.RunAsync(token) });
        var (answer, call) = await Open(session);
        await call.Last(RequiresAction);
        await tool.Began.Soon();

        var stopped = session.StopAsync();
        await tool.Ended.Soon();
        (await Wire.Next(PostStop)).Json("");

        await stopped.Soon();
        (await answer.Soon()).Should().BeEquivalentTo(new { Content = "I can ", Outcome = new ChatOutcome.Stopped() });
    }

    [Fact]
    public async Task A_stop_that_comes_before_a_tool_is_called_ends_the_turn_as_well()
    {
        var session = Session(Plain with { OnToolCall = (_, token) => new HangingTool().RunAsync(token) });
        var (answer, call) = await Open(session);

        var stopped = session.StopAsync();
        var asked = await Wire.Next(PostStop);
        await call.Last(RequiresAction);
        asked.Json("");

        await stopped.Soon();
        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Stopped());
    }

    [Fact]
    public async Task The_token_of_a_stop_ends_the_wait_and_not_the_stop()
    {
        using var cancel = new CancellationTokenSource();
        var session = Session();
        var (answer, call) = await Open(session);
        var stopped = session.StopAsync(cancel.Token);
        var asked = await Wire.Next(PostStop);

        await cancel.CancelAsync();

        await stopped.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>();
        asked.Json("");
        await call.Last(Stopped("I can "));
        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Stopped());
    }

    private async Task<(Task<ChatSessionMessage> Answer, SessionCall Call)> Open(ChatSession session)
    {
        var (answer, call) = await Send(session);
        await call.Events(Meta + Token("I can "));
        await Shows(session, state => state.Messages[1].Content == "I can ");
        return (answer, call);
    }

    /// <summary>A tool that ends only when it is cancelled.</summary>
    private sealed class HangingTool
    {
        private readonly TaskCompletionSource _began = new();
        private readonly TaskCompletionSource _ended = new();

        public Task Began => _began.Task;

        public Task Ended => _ended.Task;

        public async Task<string?> RunAsync(CancellationToken cancellationToken)
        {
            _began.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            finally
            {
                _ended.TrySetResult();
            }

            return null;
        }
    }
}
