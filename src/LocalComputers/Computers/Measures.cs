namespace LocalComputers.Computers;

/// <summary>How large a computer is.</summary>
/// <param name="MemoryBytes">The memory of all its processes together.</param>
/// <param name="DiskBytes">Its disk. It is shown, not enforced.</param>
/// <param name="Class">The class that these measures are of; null for measures of their own.</param>
internal sealed record Measures(long MemoryBytes, long DiskBytes, Size? Class = null);
