using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using static Flapjack.Sdk.Tests.ChatSessions.SessionWire;

namespace Flapjack.Sdk.Tests.ChatSessions;

/// <summary>When, where and how often listeners are called.</summary>
public sealed class NotificationTests : SessionTest
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Ten_thousand_pieces_of_text_in_a_second_are_told_at_most_twenty_times_and_the_last_state_always()
    {
        var session = Session();
        var lengths = new ConcurrentQueue<int>();
        session.Changed += (_, _) => lengths.Enqueue(session.Messages[^1].Content.Length);
        var (answer, call) = await Send(session);
        await call.Events(Meta);

        for (var slice = 1; slice <= 20; slice++)
        {
            await call.More(string.Concat(Enumerable.Repeat(Token("x"), 500)));
            await Shows(session, state => state.Messages[1].Content.Length == slice * 500);
            Clock.Advance(Interval);
        }

        await call.More(Token("y") + Done("…"));
        var whole = await answer.Soon();
        await Told(() => lengths.LastOrDefault() == 10_001);
        lengths.Count.Should().BeInRange(2, 23);
        whole.Content.Should().Be(new string('x', 10_000) + "y");
    }

    [Fact]
    public async Task The_first_change_is_told_at_once_and_the_next_when_the_interval_has_passed()
    {
        var session = Session();
        using var told = new SemaphoreSlim(0);
        session.Changed += (_, _) => told.Release();

        session.PlanMode = true;
        (await told.WaitAsync(Limit.Time)).Should().BeTrue();
        Clock.Forget();
        session.PlanMode = false;
        session.PlanMode = true;
        session.PlanMode = false;
        await Clock.Armed(Interval);
        told.CurrentCount.Should().Be(0);
        Clock.Advance(Interval);

        (await told.WaitAsync(Limit.Time)).Should().BeTrue();
        told.CurrentCount.Should().Be(0);
    }

    [Fact]
    public async Task The_properties_that_have_changed_are_named_before_the_change_is_told()
    {
        var session = Session();
        var told = new BlockingCollection<string>();
        session.PropertyChanged += (sender, change) => told.Add($"{ReferenceEquals(sender, session)} {change.PropertyName}");
        session.Changed += (_, _) => told.Add("changed");

        session.PlanOpen = true;
        Take(3).Should().Equal("True Snapshot", "True PlanOpen", "changed");
        _ = session.SendAsync("Hello!");
        await Clock.Pass(Interval);

        Take(4).Should().Equal("True Snapshot", "True Messages", "True IsStreaming", "changed");
        session.PlanOpen = true;
        told.Should().BeEmpty("nothing is different");

        string[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => told.Take(Limit.Token))];
    }

    [Fact]
    public async Task Listeners_are_called_on_the_context_that_made_the_session()
    {
        var window = new PumpedContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(window);
        var session = Session(Plain with { NotifyOn = null });
        SynchronizationContext.SetSynchronizationContext(before);
        var inside = new List<bool>();
        session.Changed += (_, _) => inside.Add(window.IsPumping);
        session.PropertyChanged += (_, _) => inside.Add(window.IsPumping);

        session.PlanMode = true;
        await Eventually.HoldsAsync(() => window.Waiting == 1, "the change is posted");
        inside.Should().BeEmpty("the window has not come to it yet");
        session.PlanMode = false;
        session.PlanOpen = true;
        window.Waiting.Should().Be(1, "one call on its way tells all changes");
        window.Pump();

        inside.Should().NotBeEmpty().And.OnlyContain(pumping => pumping);
    }

    [Fact]
    public async Task A_context_that_has_ended_costs_only_the_notifications()
    {
        var session = Session(Plain with { NotifyOn = new EndedContext() });
        var (answer, call) = await Send(session);

        await call.Events(Meta + Token("Hi.") + Done("Hi."));

        (await answer.Soon()).IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task A_listener_that_throws_is_logged_and_the_others_are_called()
    {
        var log = new CapturedLog();
        var session = Session(Plain with { Logger = log, OnEvent = _ => throw new InvalidOperationException("the event") });
        var ended = false;
        session.PropertyChanged += (_, _) => throw new InvalidOperationException("the binding");
        session.Changed += (_, _) => throw new InvalidOperationException("the page");
        session.Changed += (_, _) => Volatile.Write(ref ended, !session.IsStreaming);
        var (answer, call) = await Send(session);
        await call.Events(Meta + Done("Hi."));

        (await answer.Soon()).IsComplete.Should().BeTrue();
        await Told(() => Volatile.Read(ref ended) && WasLogged("the event") && WasLogged("the binding") && WasLogged("the page"));
        log.Messages.Should().OnlyContain(message => message == "A listener of a chat session threw an exception. The session goes on.");

        bool WasLogged(string fault) => log.Lines.Any(line => line.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slow_listener_does_not_hold_up_the_answer()
    {
        using var slow = new ManualResetEventSlim();
        var session = Session();
        session.Changed += (_, _) => slow.Wait(Limit.Time);
        var (answer, call) = await Send(session);

        await call.Events(Meta + Token("Hi.") + Done("Hi."));

        (await answer.Soon()).IsComplete.Should().BeTrue();
        slow.Set();
    }

    [Fact]
    public async Task A_listener_may_send_the_next_message_when_it_sees_that_the_answer_has_ended()
    {
        var session = Session();
        var sent = false;
        session.Changed += (_, _) =>
        {
            if (!session.IsStreaming && session.Messages.Count == 2)
            {
                _ = session.SendAsync("And now?");
                Volatile.Write(ref sent, true);
            }
        };
        var (answer, call) = await Send(session);
        await call.Events(Meta + Done("Hi."));
        await answer.Soon();
        await Told(() => Volatile.Read(ref sent));

        (await Wire.Next(PostMessage)).Body.Should().Contain("And now?");
    }

    [Fact]
    public async Task A_listener_may_stop_the_turn_and_dispose_of_the_session()
    {
        var session = Session();
        var disposed = new TaskCompletionSource();
        var called = false;
        await Meet(session);
        var (answer, _) = await Send(session);
        session.Changed += async (_, _) =>
        {
            Volatile.Write(ref called, true);
            await session.StopAsync();
            await session.DisposeAsync();
            disposed.TrySetResult();
        };
        session.PlanMode = true;
        await Told(() => Volatile.Read(ref called));
        (await Wire.Next(PostStop)).Json("");

        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Stopped());
        await disposed.Task.Soon();
    }

    [Fact]
    public async Task A_listener_that_waits_until_the_session_is_disposed_is_not_waited_for()
    {
        var session = Session();
        var (answer, call) = await Send(session);
        await call.Events(Meta + Token("I can "));
        var disposed = new TaskCompletionSource<bool>();
        session.Changed += (_, _) => disposed.TrySetResult(((IAsyncResult)session.DisposeAsync().AsTask()).AsyncWaitHandle.WaitOne(Limit.Time));
        session.PlanMode = true;
        await Told(() => disposed.Task.IsCompleted);

        (await disposed.Task.Soon()).Should().BeTrue();
        (await answer.Soon()).Outcome.Should().Be(new ChatOutcome.Stopped());
    }

    [Fact]
    public async Task A_logger_that_throws_costs_only_its_lines()
    {
        var session = Session(Plain with { Logger = new BrokenLog(), OnEvent = _ => throw new InvalidOperationException("the event") });
        var ended = false;
        session.Changed += (_, _) => Volatile.Write(ref ended, !session.IsStreaming);
        var (answer, call) = await Send(session);
        await call.Events(Meta + Done("Hi."));

        await answer.Soon();
        await Told(() => Volatile.Read(ref ended));
    }

    [Fact]
    public async Task Nobody_is_called_after_the_session_was_disposed()
    {
        var session = Session();
        var calls = 0;
        await session.DisposeAsync();
        session.Changed += (_, _) => Interlocked.Increment(ref calls);

        session.PlanMode = true;
        Clock.Advance(Interval);

        session.PlanMode.Should().BeTrue("the properties stay");
        calls.Should().Be(0);
    }

    [Fact]
    public async Task Every_event_but_the_text_is_told_in_its_order()
    {
        var told = new ConcurrentQueue<string>();
        var session = Session(Plain with { OnEvent = item => told.Enqueue(item.Type) });
        var (answer, call) = await Send(session);

        await call.Events(Meta + Token("x")
            + Frame("auth_challenge", """{"toolName":"github","challenge":{"provider":"github","redirectUrl":"https://example.com/"}}""")
            + Frame("custom", """{"kind":"chart","payload":{}}""") + Frame("brand_new", "{}") + Done("x"));
        await answer.Soon();

        await Told(() => told.Contains("done"));
        told.Should().Equal("meta", "auth_challenge", "custom", "brand_new", "done");
    }

    /// <summary>A window: it runs what is posted to it when the test says so.</summary>
    private sealed class PumpedContext : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Call, object? State)> _posted = new();

        public int Waiting => _posted.Count;

        public bool IsPumping { get; private set; }

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public void Pump()
        {
            IsPumping = true;
            while (_posted.TryDequeue(out var posted))
            {
                posted.Call(posted.State);
            }

            IsPumping = false;
        }
    }

    private sealed class BrokenLog : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("The disk is full.");
    }

    private sealed class EndedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => throw new ObjectDisposedException("window");
    }
}
