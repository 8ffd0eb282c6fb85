namespace LocalComputers.Processes.Groups;

/// <summary>What all processes of a computer together may use.</summary>
/// <param name="MemoryBytes">Memory; the kernel kills who goes beyond it.</param>
/// <param name="Processes">Processes and threads; beyond it no further one starts.</param>
internal sealed record ResourceLimits(long MemoryBytes, int Processes)
{
    /// <summary>What a computer has that was made without a size.</summary>
    public static ResourceLimits Default { get; } = new(2L << 30, 512);
}
