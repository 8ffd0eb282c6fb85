namespace LocalComputers.Computers;

/// <summary>What is stored of a computer.</summary>
/// <param name="AgentId">Whose it is; an agent has one.</param>
/// <param name="ComputerId">The computer's own id.</param>
/// <param name="Phase">Where it stands in its life.</param>
/// <param name="PhaseSince">Since when.</param>
/// <param name="LastUsedAt">When its last command or program came; null before the first.</param>
/// <param name="IsMade">Whether there is a machine; false when its creation failed.</param>
internal sealed record ComputerRecord(
    string AgentId, string ComputerId, ComputerPhase Phase, DateTimeOffset PhaseSince, DateTimeOffset? LastUsedAt, bool IsMade = true);
