namespace Flapjack.Sdk;

/// <summary>One command's place in the queue, and then its slot. Disposing the ticket gives back the place or the slot, once.</summary>
internal sealed class ExecTicket : IDisposable
{
    private readonly FlapjackQuotaGovernor _governor;

    public ExecTicket(FlapjackQuotaGovernor governor, AgentQueue agent, long number, TimeSpan deadline)
    {
        (_governor, Agent, Number, Deadline) = (governor, agent, number, deadline);
        Place = new(this);
    }

    public AgentQueue Agent { get; }

    /// <summary>The ticket's place among all tickets, in the order of their first arrival.</summary>
    public long Number { get; }

    /// <summary>When the ticket is given up if it still waits.</summary>
    public TimeSpan Deadline { get; }

    /// <summary>How often the service has refused the command.</summary>
    public int Refusals { get; set; }

    public LinkedListNode<ExecTicket> Place { get; }

    public ExecTicketState State { get; set; }

    /// <summary>Completed when the command may be sent. Each wait has a new source.</summary>
    public TaskCompletionSource Turn { get; set; } = NewTurn();

    public static TaskCompletionSource NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The service has taken the command. The minute for which the command counts begins now.</summary>
    public void Started() => _governor.Started(this);

    /// <summary>The service has refused the command because the quota is used up. The command goes back to the front of the queue, and this method
    /// waits for its turn.</summary>
    public Task EnterAgainAsync(RateLimitedException refusal, CancellationToken cancellationToken) =>
        _governor.EnterAgainAsync(this, refusal, cancellationToken);

    /// <summary>The caller no longer waits.</summary>
    public void Cancel(CancellationToken cancellationToken) => _governor.Cancel(this, cancellationToken);

    /// <summary>The service has provably not started the command, so the command does not count.</summary>
    public void Withdraw() => _governor.Release(this, nothingStarted: true);

    public void Dispose() => _governor.Release(this, nothingStarted: false);
}
