using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Limits;

/// <summary>One of the places for the commands of an agent that run at once. Disposing gives the place back, once.</summary>
internal sealed class ExecSlot(ExecLimiter limiter, AgentUse agent, StartWindow org, long start) : IAdmission
{
    private AgentUse? _agent = agent;

    /// <summary>Gives the place back because the command was not accepted after all. The command does not count as a start either.</summary>
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
