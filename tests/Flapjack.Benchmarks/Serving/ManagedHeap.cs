namespace Flapjack.Benchmarks.Serving;

/// <summary>The memory that the runtime's collector looks after.</summary>
internal static class ManagedHeap
{
    /// <summary>What is still in use, behind a full collection.</summary>
    public static long Bytes()
    {
        // What has a finalizer goes only with the collection behind the one that finds it.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
