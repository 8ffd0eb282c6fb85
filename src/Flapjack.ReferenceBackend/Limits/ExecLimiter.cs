namespace Flapjack.ReferenceBackend.Limits;

/// <summary>Holds commands to the limits of their agent and of their organization.</summary>
internal sealed class ExecLimiter(ExecRateLimits limits, TimeProvider clock)
{
    // When a command ends is unknown, so the wait is only a guess.
    private static readonly TimeSpan ConcurrentWait = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, AgentUse> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StartWindow> _orgs = new(StringComparer.Ordinal);

    /// <summary>How many agents and organizations are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _agents.Count + _orgs.Count;
            }
        }
    }

    /// <summary>Asks whether a command may start now, and counts nothing.</summary>
    /// <exception cref="LimitExceededException">The command would exceed a limit. If it would exceed several, the limit with the longest wait is named.</exception>
    public void Check(string orgId, string agentId)
    {
        lock (_lock)
        {
            ThrowIfAny(AgentOf(agentId), OrgOf(orgId), clock.GetTimestamp());
        }
    }

    /// <summary>Counts a command's start and takes its slot, or does neither.</summary>
    /// <exception cref="LimitExceededException">The command would exceed a limit. If it would exceed several, the limit with the longest wait is named.</exception>
    public ExecSlot Take(string orgId, string agentId)
    {
        lock (_lock)
        {
            var agent = AgentOf(agentId);
            var org = OrgOf(orgId);
            var now = clock.GetTimestamp();
            ThrowIfAny(agent, org, now);
            agent.Starts.Add(now);
            org.Add(now);
            agent.Running++;
            return new(this, agent, org, now);
        }
    }

    /// <summary>Forgets the agents and organizations that have used nothing within the last minute.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            foreach (var (id, _) in _agents.Where(agent => agent.Value.Running == 0 && agent.Value.Starts.IsEmptyAt(now)))
            {
                _agents.Remove(id);
            }

            foreach (var (id, _) in _orgs.Where(org => org.Value.IsEmptyAt(now)))
            {
                _orgs.Remove(id);
            }
        }
    }

    internal void Withdraw(AgentUse agent, StartWindow org, long start)
    {
        lock (_lock)
        {
            agent.Starts.Withdraw(start);
            org.Withdraw(start);
        }
    }

    internal void GiveBack(AgentUse agent)
    {
        lock (_lock)
        {
            agent.Running--;
        }
    }

    private AgentUse AgentOf(string id) =>
        _agents.TryGetValue(id, out var known) ? known : _agents[id] = new(new(limits.PerAgentPerMinute, clock));

    private StartWindow OrgOf(string id) =>
        _orgs.TryGetValue(id, out var known) ? known : _orgs[id] = new(limits.PerOrgPerMinute, clock);

    private void ThrowIfAny(AgentUse agent, StartWindow org, long now)
    {
        var agentWait = agent.Starts.WaitAt(now);
        var orgWait = org.WaitAt(now);
        var concurrentWait = agent.Running < limits.ConcurrentPerAgent ? TimeSpan.Zero : ConcurrentWait;
        // After the longest wait the other limits allow the command too. If two waits are equal, the limit whose wait is certain is named first: CONCURRENT is only a guess.
        var longest = TimeSpan.FromTicks(Math.Max(Math.Max(agentWait.Ticks, orgWait.Ticks), concurrentWait.Ticks));
        if (longest == TimeSpan.Zero)
        {
            return;
        }

        var seconds = (int)Math.Ceiling(longest.TotalSeconds);
        throw longest == agentWait ? new LimitExceededException(
                "AGENT", $"This agent may start {limits.PerAgentPerMinute} commands a minute, and has; come again in {seconds} s.", seconds)
            : longest == orgWait ? new(
                "ORG", $"This organization may start {limits.PerOrgPerMinute} commands a minute, and has; come again in {seconds} s.", seconds)
            : new(
                "CONCURRENT", $"{limits.ConcurrentPerAgent} commands run on this agent's computer, and no more may at once; come again when one has ended, or in {seconds} s.", seconds);
    }
}
