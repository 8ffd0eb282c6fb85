namespace AgentComputer.ReferenceBackend.Usage;

/// <summary>A computer that runs.</summary>
/// <param name="ComputerId">Its id.</param>
/// <param name="CountedUntil">Until when its time is counted.</param>
/// <param name="MemoryMib">Its memory.</param>
internal sealed record RunningComputer(string ComputerId, DateTimeOffset CountedUntil, int MemoryMib);
