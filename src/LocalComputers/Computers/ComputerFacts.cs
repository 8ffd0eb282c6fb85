namespace LocalComputers.Computers;

/// <summary>What is known of a computer without a look at its processes and files.</summary>
/// <param name="Id">What callers know the computer by; null when there is no machine.</param>
/// <param name="Phase">Where it stands in its life.</param>
/// <param name="BootstrapRunId">Its latest bootstrap; null when there was none.</param>
/// <param name="LastUsedAt">When its last command or program came; null before the first.</param>
internal sealed record ComputerFacts(string? Id, ComputerPhase Phase, string? BootstrapRunId, DateTimeOffset? LastUsedAt);
