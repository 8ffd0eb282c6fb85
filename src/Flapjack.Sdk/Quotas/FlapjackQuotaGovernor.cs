using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>
/// Keeps the exec quota of one organization: commands that would be refused with 429 wait here for their turn instead. Give the same governor to
/// every client that uses a key of that organization, and to no client of another organization. Thread-safe.
/// </summary>
/// <remarks>
/// Within an agent commands go first come, first served; the agents take turns. A command holds a slot from before it is sent until its stream has
/// ended, for whatever reason. If others use up the quota nevertheless, the agent, the organization or the slots that the <c>reason</c> of the 429
/// names pause for its <c>Retry-After</c>, and for longer if the same command is refused again and again. The command keeps its place.
/// </remarks>
public sealed class FlapjackQuotaGovernor : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _maxWait;
    private readonly long _origin;
    private readonly ExecTurns _turns;
    private readonly ITimer _timer;
    private TimeSpan _armedFor = TimeSpan.MaxValue;
    private long _entered;
    private bool _disposed;

    /// <summary>Makes a governor.</summary>
    /// <param name="options">The limits; null for the documented ones.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public FlapjackQuotaGovernor(FlapjackQuotaGovernorOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ExecsPerAgentPerMinute, 1, nameof(options.ExecsPerAgentPerMinute));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ExecsPerOrganizationPerMinute, 1, nameof(options.ExecsPerOrganizationPerMinute));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ConcurrentExecsPerAgent, 1, nameof(options.ConcurrentExecsPerAgent));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxWait == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : options.MaxWait, TimeSpan.Zero, nameof(options.MaxWait));
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options.TimeProvider));
        _clock = options.TimeProvider;
        _maxWait = options.MaxWait;
        _origin = _clock.GetTimestamp();
        _turns = new(options.ExecsPerAgentPerMinute, options.ExecsPerOrganizationPerMinute, options.ConcurrentExecsPerAgent);
        _timer = _clock.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many commands wait for their turn, on all agents together.</summary>
    public int QueuedCount
    {
        get
        {
            lock (_lock)
            {
                return _turns.Count;
            }
        }
    }

    private TimeSpan Now => _clock.GetElapsedTime(_origin);

    /// <summary>How many commands wait for their turn on one agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <returns>Zero or more; also 0 for an unknown agent.</returns>
    /// <exception cref="ArgumentException">The agent's id is empty.</exception>
    public int GetQueuedCount(string agentId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        lock (_lock)
        {
            return _turns.CountOf(agentId);
        }
    }

    /// <summary>Ends the queue: a caller that waits in it, or comes later, gets an <see cref="ObjectDisposedException"/>. Running commands go on.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            foreach (var ticket in _turns.Waiting())
            {
                _turns.Leave(ticket);
                ticket.Turn.SetException(new ObjectDisposedException(nameof(FlapjackQuotaGovernor)));
            }
        }

        _timer.Dispose();
    }

    /// <summary>Waits until a command may be sent.</summary>
    /// <exception cref="FlapjackTimeoutException">The command waited for longer than the options allow.</exception>
    /// <exception cref="ObjectDisposedException">The governor is disposed.</exception>
    internal async Task<ExecTicket> EnterAsync(string agentId, CancellationToken cancellationToken)
    {
        ExecTicket ticket;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var now = Now;
            ticket = new(this, _turns.AgentOf(agentId, now), _entered++, DeadlineFrom(now));
            _turns.Enter(ticket, now);
            LetStart(now);
        }

        await WaitForTurnAsync(ticket, cancellationToken).ConfigureAwait(false);
        return ticket;
    }

    internal async Task EnterAgainAsync(ExecTicket ticket, RateLimitedException refusal, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = Now;
            _turns.End(ticket, nothingStarted: true, now);
            ObjectDisposedException.ThrowIf(_disposed, this);
            Heed(refusal, ticket, now);
            ticket.Turn = ExecTicket.NewTurn();
            _turns.Enter(ticket, now);
            LetStart(now);
        }

        await WaitForTurnAsync(ticket, cancellationToken).ConfigureAwait(false);
    }

    internal void Started(ExecTicket ticket)
    {
        lock (_lock)
        {
            if (ticket.State == ExecTicketState.Sent)
            {
                var now = Now;
                _turns.Started(ticket, now);
                LetStart(now);
            }
        }
    }

    internal void Release(ExecTicket ticket, bool nothingStarted)
    {
        lock (_lock)
        {
            if (ticket.State is ExecTicketState.Sent or ExecTicketState.Started)
            {
                var now = Now;
                _turns.End(ticket, nothingStarted, now);
                LetStart(now);
            }
        }
    }

    private static async Task WaitForTurnAsync(ExecTicket ticket, CancellationToken cancellationToken)
    {
        using var leaving = cancellationToken.UnsafeRegister(static (state, token) => ((ExecTicket)state!).Cancel(token), ticket);
        await ticket.Turn.Task.ConfigureAwait(false);
    }

    internal void Cancel(ExecTicket ticket, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (ticket.State == ExecTicketState.Queued)
            {
                var now = Now;
                _turns.Leave(ticket);
                ticket.Turn.SetCanceled(cancellationToken);
                LetStart(now);
            }
        }
    }

    /// <summary>Pauses what the refusal is about. A refusal without a known reason is taken to be about the agent.</summary>
    private void Heed(RateLimitedException refusal, ExecTicket ticket, TimeSpan now)
    {
        var agent = ticket.Agent;
        var pause = Backoff.Delay(ticket.Refusals++, ShortestPause, refusal.RetryAfter);
        var until = now + (pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause);
        if (refusal.Reason == RateLimitReason.Organization)
        {
            _turns.PauseUntil(until);
        }
        else if (refusal.Reason == RateLimitReason.Concurrent)
        {
            agent.TakeNoMoreUntil(until);
        }
        else
        {
            agent.PauseUntil(until);
        }
    }

    /// <summary>Starts every command that may start, gives up every ticket that has waited too long, and sets the timer for the next time.</summary>
    private void LetStart(TimeSpan now)
    {
        while (_turns.TakeNext(now) is { } next)
        {
            next.Turn.SetResult();
        }

        while (_turns.TakeLate(now) is { } late)
        {
            late.Turn.SetException(WaitedTooLong(late));
        }

        Arm(_turns.NextAt(now), now);
    }

    private FlapjackTimeoutException WaitedTooLong(ExecTicket ticket) => new(
        $"A command on agent {ticket.Agent.AgentId} waited {BudgetText.Seconds(_maxWait)} for its turn under the exec quota "
        + $"({BudgetText.Of(FlapjackTimeoutBudget.Quota, $"{nameof(FlapjackQuotaGovernorOptions)}.{nameof(FlapjackQuotaGovernorOptions.MaxWait)}")}) and was never started.")
    {
        Budget = FlapjackTimeoutBudget.Quota,
        Timeout = _maxWait,
    };

    private TimeSpan DeadlineFrom(TimeSpan now) =>
        _maxWait == Timeout.InfiniteTimeSpan || _maxWait > TimeSpan.MaxValue - now ? TimeSpan.MaxValue : now + _maxWait;

    private void Arm(TimeSpan time, TimeSpan now)
    {
        if (time == _armedFor || _disposed)
        {
            return;
        }

        _armedFor = time;
        var wait = time - now;
        // The time is rounded up to whole milliseconds, because timers drop fractions and would ring too early. It is also limited, because timers can't wait for weeks.
        _timer.Change(
            time == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(wait.TotalMilliseconds, LongestPause.TotalMilliseconds))),
            Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _armedFor = TimeSpan.MinValue;
                LetStart(Now);
            }
        }
    }
}
