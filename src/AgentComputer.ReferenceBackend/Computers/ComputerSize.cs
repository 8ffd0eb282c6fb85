namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>How large a computer is.</summary>
/// <param name="Preset">The name of the size, or <c>custom</c>.</param>
/// <param name="MemoryMib">The memory of all its processes together, in MiB.</param>
/// <param name="StorageBytes">Its disk, in bytes. It is shown, not enforced.</param>
internal sealed record ComputerSize(string Preset, int MemoryMib, long StorageBytes);
