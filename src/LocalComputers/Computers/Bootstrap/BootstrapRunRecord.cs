namespace LocalComputers.Computers.Bootstrap;

/// <summary>What is stored of a bootstrap.</summary>
/// <param name="Id">The run's id.</param>
/// <param name="AgentId">Whose computer it sets up.</param>
/// <param name="Setup">With what.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="End">How it ended; null while it runs or, in a store that was just opened, when nobody ended it.</param>
internal sealed record BootstrapRunRecord(string Id, string AgentId, ComputerSetup Setup, DateTimeOffset StartedAt, BootstrapEnd? End = null)
{
    /// <summary>Who asked for it.</summary>
    public required Actor Actor { get; init; }
}
