namespace Flapjack.Sdk;

/// <summary>One agent's commands: the waiting commands in the order of their arrival, and how many run.</summary>
internal sealed class AgentQueue(string agentId, int startsPerMinute, int concurrent)
{
    private readonly LinkedList<ExecTicket> _waiting = new();
    private TimeSpan _pausedUntil = TimeSpan.MinValue;
    private TimeSpan _fewerUntil = TimeSpan.MinValue;
    private int _fewer;

    public string AgentId => agentId;

    public StartWindow Starts { get; } = new(startsPerMinute);

    public int Running { get; set; }

    public int Count => _waiting.Count;

    public IEnumerable<ExecTicket> Waiting => _waiting;

    public ExecTicket? First => _waiting.First?.Value;

    /// <summary>Whether the agent is in the round, which holds the agents whose own limits let a command start.</summary>
    public bool IsInRound { get; set; }

    /// <summary>When the agent's own limits are checked again; null if no check is planned.</summary>
    public TimeSpan? WakesAt { get; set; }

    public bool IsInUse => Count + Running > 0 || IsInRound || WakesAt is not null;

    /// <summary>Adds a new ticket at the end. A ticket that comes again gets the place of its first arrival.</summary>
    public void Enter(ExecTicket ticket)
    {
        var next = _waiting.Last?.Value.Number > ticket.Number ? _waiting.First : null;
        while (next?.Value.Number < ticket.Number)
        {
            next = next.Next;
        }

        if (next is null)
        {
            _waiting.AddLast(ticket.Place);
        }
        else
        {
            _waiting.AddBefore(next, ticket.Place);
        }
    }

    public void Leave(ExecTicket ticket) => _waiting.Remove(ticket.Place);

    public void PauseUntil(TimeSpan time) => _pausedUntil = _pausedUntil > time ? _pausedUntil : time;

    /// <summary>For a while no more commands may run than now, because others hold the rest of the slots.</summary>
    public void TakeNoMoreUntil(TimeSpan time) => (_fewer, _fewerUntil) = (Running, time);

    /// <summary>When the agent's own limits let its first command start: a time in the past means at once, <see cref="TimeSpan.MaxValue"/> that
    /// something has to end first.</summary>
    public TimeSpan MayStartAt(TimeSpan now)
    {
        if (Running >= concurrent)
        {
            return TimeSpan.MaxValue;
        }

        var free = Starts.FreeAt(now);
        var at = free > _pausedUntil ? free : _pausedUntil;
        return Running >= _fewer && _fewerUntil > at ? _fewerUntil : at;
    }

    /// <summary>Whether the queue can be dropped, because a new one would be the same.</summary>
    public bool MayBeForgotten(TimeSpan now) => Starts.IsEmpty(now) && _pausedUntil <= now && _fewerUntil <= now;
}
