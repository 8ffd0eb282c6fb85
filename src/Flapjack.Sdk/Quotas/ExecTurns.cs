namespace Flapjack.Sdk;

/// <summary>
/// Whose turn it is: agents take turns, and within an agent who came first goes first. It knows no clock, no lock and no task: it is told
/// the time, and its owner sees to it that it is asked one thing at a time.
/// </summary>
internal sealed class ExecTurns(int startsPerAgent, int startsPerOrganization, int concurrent)
{
    private readonly Dictionary<string, AgentQueue> _agents = new(StringComparer.Ordinal);
    private readonly Queue<AgentQueue> _round = new();
    private readonly PriorityQueue<AgentQueue, TimeSpan> _later = new();
    private readonly SortedSet<ExecTicket> _deadlines = new(Comparer<ExecTicket>.Create((a, b) => (a.Deadline, a.Number).CompareTo((b.Deadline, b.Number))));
    private readonly Queue<AgentQueue> _known = new();
    private readonly StartWindow _starts = new(startsPerOrganization);
    private TimeSpan _pausedUntil = TimeSpan.MinValue;

    /// <summary>How many tickets wait.</summary>
    public int Count { get; private set; }

    public int CountOf(string agentId) => _agents.TryGetValue(agentId, out var agent) ? agent.Count : 0;

    /// <summary>Every ticket that waits.</summary>
    public ExecTicket[] Waiting() => [.. _agents.Values.SelectMany(agent => agent.Waiting)];

    public AgentQueue AgentOf(string agentId, TimeSpan now)
    {
        ForgetUnused(now);
        if (!_agents.TryGetValue(agentId, out var agent))
        {
            _agents[agentId] = agent = new(agentId, startsPerAgent, concurrent);
            _known.Enqueue(agent);
        }

        return agent;
    }

    public void Enter(ExecTicket ticket, TimeSpan now)
    {
        ticket.State = ExecTicketState.Queued;
        ticket.Agent.Enter(ticket);
        Count++;
        if (ticket.Deadline != TimeSpan.MaxValue)
        {
            _deadlines.Add(ticket);
        }

        Look(ticket.Agent, now);
    }

    /// <summary>Takes a ticket out of the queue.</summary>
    public void Leave(ExecTicket ticket)
    {
        ticket.State = ExecTicketState.Over;
        ticket.Agent.Leave(ticket);
        Count--;
        _deadlines.Remove(ticket);
    }

    /// <summary>Gives the next ticket its slot; null where none may start now.</summary>
    public ExecTicket? TakeNext(TimeSpan now)
    {
        while (_later.TryPeek(out _, out var at) && at <= now)
        {
            Wake(_later.Dequeue(), at, now);
        }

        while (MayStartAt(now) <= now && _round.TryDequeue(out var agent))
        {
            agent.IsInRound = false;
            var ticket = agent.MayStartAt(now) <= now ? agent.First : null;
            if (ticket is not null)
            {
                Leave(ticket);
                ticket.State = ExecTicketState.Sent;
                agent.Running++;
                agent.Starts.Begin();
                _starts.Begin();
            }

            // To the end of the round: the others come first.
            Look(agent, now);
            if (ticket is not null)
            {
                return ticket;
            }
        }

        return null;
    }

    /// <summary>Takes a ticket out that has waited too long; null where there is none.</summary>
    public ExecTicket? TakeLate(TimeSpan now)
    {
        if (_deadlines.Min is not { } ticket || ticket.Deadline > now)
        {
            return null;
        }

        Leave(ticket);
        return ticket;
    }

    public void Started(ExecTicket ticket, TimeSpan now)
    {
        ticket.State = ExecTicketState.Started;
        ticket.Agent.Starts.Answered(now);
        _starts.Answered(now);
        Look(ticket.Agent, now);
    }

    /// <summary>Takes a ticket's slot back.</summary>
    public void End(ExecTicket ticket, bool nothingStarted, TimeSpan now)
    {
        if (ticket.State == ExecTicketState.Sent && nothingStarted)
        {
            ticket.Agent.Starts.Withdraw();
            _starts.Withdraw();
        }
        else if (ticket.State == ExecTicketState.Sent)
        {
            // It may have started, at any moment until now.
            Started(ticket, now);
        }

        ticket.State = ExecTicketState.Over;
        ticket.Agent.Running--;
        Look(ticket.Agent, now);
    }

    public void PauseUntil(TimeSpan time) => _pausedUntil = _pausedUntil > time ? _pausedUntil : time;

    /// <summary>When there is something to do again, unless something else happens first.</summary>
    public TimeSpan NextAt(TimeSpan now)
    {
        var next = _round.Count > 0 ? MayStartAt(now) : TimeSpan.MaxValue;
        next = _later.TryPeek(out _, out var later) && later < next ? later : next;
        return _deadlines.Min is { } ticket && ticket.Deadline < next ? ticket.Deadline : next;
    }

    private TimeSpan MayStartAt(TimeSpan now)
    {
        var free = _starts.FreeAt(now);
        return free > _pausedUntil ? free : _pausedUntil;
    }

    /// <summary>Puts an agent where its own limits want it: into the round, or aside until a time, or nowhere until something of it ends.</summary>
    private void Look(AgentQueue agent, TimeSpan now)
    {
        if (agent.Count == 0 || agent.IsInRound)
        {
            return;
        }

        var at = agent.MayStartAt(now);
        if (at <= now)
        {
            agent.IsInRound = true;
            _round.Enqueue(agent);
        }
        else if (at < TimeSpan.MaxValue && !(agent.WakesAt <= at))
        {
            agent.WakesAt = at;
            _later.Enqueue(agent, at);
        }
    }

    private void Wake(AgentQueue agent, TimeSpan at, TimeSpan now)
    {
        // Else it was to be woken earlier, and was.
        if (agent.WakesAt == at)
        {
            agent.WakesAt = null;
            Look(agent, now);
        }
    }

    /// <summary>Looks at two agents whenever a command comes, so that those of the past are dropped without ever going through them all.</summary>
    private void ForgetUnused(TimeSpan now)
    {
        for (var i = 0; i < 2 && _known.TryDequeue(out var agent); i++)
        {
            if (agent.IsInUse || !agent.MayBeForgotten(now))
            {
                _known.Enqueue(agent);
            }
            else
            {
                _agents.Remove(agent.AgentId);
            }
        }
    }
}
