namespace Flapjack.ReferenceBackend.Limits;

/// <summary>The place that a command takes among those of its agent that may run at once; given back when disposed of, once.</summary>
internal sealed class ExecSlot(ExecLimiter limiter, AgentUse agent) : IDisposable
{
    private AgentUse? _agent = agent;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _agent, null) is { } taken)
        {
            limiter.GiveBack(taken);
        }
    }
}
