namespace Flapjack.Sdk;

/// <summary>One command's place in the queue, and then its slot. Disposing it gives back whichever of the two it holds, once.</summary>
internal sealed class ExecTicket : IDisposable
{
    private readonly FlapjackQuotaGovernor _governor;

    public ExecTicket(FlapjackQuotaGovernor governor, AgentQueue agent, long number, TimeSpan deadline)
    {
        (_governor, Agent, Number, Deadline) = (governor, agent, number, deadline);
        Place = new(this);
    }

    public AgentQueue Agent { get; }

    /// <summary>Where it stands among all tickets, by their first coming.</summary>
    public long Number { get; }

    /// <summary>When it is given up if it still waits.</summary>
    public TimeSpan Deadline { get; }

    /// <summary>How often the service has refused it.</summary>
    public int Refusals { get; set; }

    public LinkedListNode<ExecTicket> Place { get; }

    public ExecTicketState State { get; set; }

    /// <summary>Completed when it may be sent; anew each time it waits.</summary>
    public TaskCompletionSource Turn { get; set; } = NewTurn();

    public static TaskCompletionSource NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The service has taken the command: its minute runs from now on.</summary>
    public void Started() => _governor.Started(this);

    /// <summary>The service has refused the command for want of quota: it stands in front again, and this waits until it is its turn.</summary>
    public Task EnterAgainAsync(RateLimitedException refusal, CancellationToken cancellationToken) =>
        _governor.EnterAgainAsync(this, refusal, cancellationToken);

    /// <summary>Its caller no longer waits.</summary>
    public void Cancel(CancellationToken cancellationToken) => _governor.Cancel(this, cancellationToken);

    /// <summary>The service has provably not started the command: it counts for nothing.</summary>
    public void Withdraw() => _governor.Release(this, nothingStarted: true);

    public void Dispose() => _governor.Release(this, nothingStarted: false);
}
