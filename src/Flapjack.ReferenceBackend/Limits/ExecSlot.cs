using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Limits;

/// <summary>The place that a command takes among those of its agent that may run at once; given back when disposed of, once.</summary>
internal sealed class ExecSlot(ExecLimiter limiter, AgentUse agent, StartWindow org, long start) : IAdmission
{
    private AgentUse? _agent = agent;

    /// <summary>Gives the place back of a command that was not taken on after all: it does not count as a start either.</summary>
    public void Withdraw()
    {
        if (_agent is { } taken)
        {
            limiter.Withdraw(taken, org, start);
            Dispose();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _agent, null) is { } taken)
        {
            limiter.GiveBack(taken);
        }
    }
}
