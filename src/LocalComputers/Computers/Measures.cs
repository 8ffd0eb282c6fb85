namespace LocalComputers.Computers;

/// <summary>How large a computer is whose size is none of the classes of <see cref="Size"/>.</summary>
/// <param name="MemoryBytes">The memory of all its processes together.</param>
/// <param name="DiskBytes">Its disk. It is shown, not enforced.</param>
internal sealed record Measures(long MemoryBytes, long DiskBytes);
