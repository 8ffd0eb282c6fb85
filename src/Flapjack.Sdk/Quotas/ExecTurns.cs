namespace Flapjack.Sdk;

/// <summary>
/// Decides whose turn it is: the agents take turns, and an agent's commands go in the order of their arrival. The class has no clock, no lock and no
/// task. The caller passes in the time, and calls it from one thread at a time.
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

    /// <summary>Gives the next ticket its slot; null if no command may start now.</summary>
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

            // The agent goes to the end of the round, so that the others come first.
            Look(agent, now);
            if (ticket is not null)
            {
                return ticket;
            }
        }

        return null;
    }

    /// <summary>Removes a ticket that has waited too long; null if there is none.</summary>
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
            // The command may have started, at any moment until now.
            Started(ticket, now);
        }

        ticket.State = ExecTicketState.Over;
        ticket.Agent.Running--;
        Look(ticket.Agent, now);
    }

    public void PauseUntil(TimeSpan time) => _pausedUntil = _pausedUntil > time ? _pausedUntil : time;

    /// <summary>The next time at which there is something to do, if nothing happens before.</summary>
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

    /// <summary>Puts an agent into the round, or aside until a time, or nowhere until one of its commands ends, as its own limits require.</summary>
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
        // Otherwise the agent had to be checked earlier, and was.
        if (agent.WakesAt == at)
        {
            agent.WakesAt = null;
            Look(agent, now);
        }
    }

    /// <summary>Checks two agents whenever a command comes. So unused agents are dropped, and no single call goes through all of them.</summary>
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
