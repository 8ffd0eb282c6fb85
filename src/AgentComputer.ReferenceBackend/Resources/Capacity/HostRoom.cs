namespace AgentComputer.ReferenceBackend.Resources.Capacity;

/// <summary>What the machine has in all.</summary>
/// <param name="MemoryMib">Its memory, or what this process may use of it.</param>
/// <param name="StorageBytes">The disk of the data directory.</param>
/// <param name="FreeStorageBytes">What is free on the disk now.</param>
internal sealed record HostRoom(long MemoryMib, long StorageBytes, long FreeStorageBytes)
{
    private const long Mebibyte = 1 << 20;

    /// <param name="dataDirectory">Where the computers lie.</param>
    public static HostRoom Of(string dataDirectory)
    {
        var disk = new DriveInfo(dataDirectory);
        return new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Mebibyte, disk.TotalSize, disk.AvailableFreeSpace);
    }
}
