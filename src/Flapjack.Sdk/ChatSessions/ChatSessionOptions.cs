namespace Flapjack.Sdk;

/// <summary>
/// How a <see cref="ChatSession"/> sends each of its messages, which tools the agent may call, and how often listeners are called. The client's clock,
/// <see cref="FlapjackClientOptions.TimeProvider"/>, measures all of its times.
/// </summary>
public sealed record ChatSessionOptions : SendMessageOptions
{
    /// <summary>The id of the thread to go on with, a UUID; null, the default, if the first message makes a thread.</summary>
    public string? ThreadId { get; init; }

    /// <summary>
    /// Changes the request that makes the thread, for example <c>request => request with { Title = "Support" }</c>; null for a thread that has only
    /// its agent. It is called on the thread pool, once for each attempt to make the thread.
    /// </summary>
    public Func<CreateThreadRequest, CreateThreadRequest>? ConfigureThread { get; init; }

    /// <summary>
    /// The messages with which the session begins, for example those that you have stored; empty by default, because the service documents no way to
    /// read the messages of a thread. They are shown and not sent. Each gets a new <see cref="ChatSessionMessage.Key"/>. An answer that was stored
    /// before it had ended becomes <see cref="ChatOutcome.Unknown"/>.
    /// </summary>
    public IReadOnlyList<ChatSessionMessage> Messages { get => field ?? []; init; }

    /// <summary>
    /// The shortest time between two notifications; 1 ms to 1 min, default 50 ms, which is 20 notifications a second however fast the text comes. The
    /// first change is told at once, and the last change always.
    /// </summary>
    public TimeSpan NotifyInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long after the agent has changed its plan the session reads the plan; 1 ms to 1 min, default 250 ms. All changes in this time share one
    /// read.
    /// </summary>
    public TimeSpan PlanRefreshDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long <see cref="ChatSession.StopAsync"/> waits for the service to end the answer before it closes the connection; 1 ms to 1 min, default 2 s.
    /// </summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Where listeners are called: <see cref="ChatSession.PropertyChanged"/>, <see cref="ChatSession.Changed"/>, <see cref="OnEvent"/> and
    /// <see cref="OnPlanActivity"/>. Null, the default: on the context of the thread that makes the session, such as the window's; without such a
    /// context, on the thread pool. Give <c>new SynchronizationContext()</c> for the thread pool in any case.
    /// </summary>
    public SynchronizationContext? NotifyOn { get; init; }

    /// <summary>
    /// Is given every event of an answer but its text (<see cref="ChatTokenEvent"/>), for example a <see cref="ChatAuthChallengeEvent"/>, in their order;
    /// null if nobody wants them.
    /// </summary>
    public Action<ChatEvent>? OnEvent { get; init; }

    /// <summary>Is given the result of each tool that changes a plan; null if nobody wants them. The session reads the plan by itself.</summary>
    public Action<ChatToolResultEvent>? OnPlanActivity { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Check()
    {
        CheckTime(NotifyInterval, nameof(NotifyInterval));
        CheckTime(PlanRefreshDelay, nameof(PlanRefreshDelay));
        CheckTime(StopTimeout, nameof(StopTimeout));
        if (ThreadId is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(ThreadId, nameof(ThreadId));
        }

        if (IdempotencyKey is not null)
        {
            throw new ArgumentException("A key belongs to one message: pass it to SendAsync, and not with the options of a whole session.", nameof(IdempotencyKey));
        }
    }

    private static void CheckTime(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.FromMilliseconds(1), name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromMinutes(1), name);
    }
}
