namespace AgentComputer.ReferenceBackend.Usage;

/// <summary>What a computer or a workspace has used.</summary>
/// <param name="Runtime">How long computers ran.</param>
/// <param name="Processors">How long processors worked, all together.</param>
/// <param name="MemoryMibHours">The memory of the computers, in MiB, times the hours that they ran.</param>
internal sealed record UsedTime(TimeSpan Runtime, TimeSpan Processors, double MemoryMibHours)
{
    private const double MibOfGib = 1024;

    public double MemoryGibHours => MemoryMibHours / MibOfGib;

    public static UsedTime Nothing { get; } = new(TimeSpan.Zero, TimeSpan.Zero, 0);

    /// <summary>The use of a computer that runs for a while.</summary>
    /// <param name="runtime">How long.</param>
    /// <param name="memoryMib">Its memory.</param>
    /// <param name="processors">How many processors are taken to work meanwhile; 0 if their work is measured.</param>
    public static UsedTime Of(TimeSpan runtime, int memoryMib, int processors) => new(runtime, runtime * processors, runtime.TotalHours * memoryMib);

    public static UsedTime operator +(UsedTime a, UsedTime b) => new(a.Runtime + b.Runtime, a.Processors + b.Processors, a.MemoryMibHours + b.MemoryMibHours);
}
