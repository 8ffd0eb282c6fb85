namespace Flapjack.ReferenceBackend.Limits;

/// <summary>What an agent has used of its limits.</summary>
internal sealed class AgentUse(StartWindow starts)
{
    public StartWindow Starts => starts;

    /// <summary>How many commands of the agent run.</summary>
    public int Running { get; set; }
}
