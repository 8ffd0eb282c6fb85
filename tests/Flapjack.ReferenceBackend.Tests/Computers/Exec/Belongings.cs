using LocalComputers.Processes;
using LocalComputers.Processes.Groups;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>What this process holds of the system, and a backend in it of the disk.</summary>
/// <param name="Descriptors">Open files, pipes, sockets.</param>
/// <param name="Threads">All of this process: the pool has more of them at one time than at another.</param>
/// <param name="Children">Its child processes, zombies among them.</param>
/// <param name="Loose">Processes that carry the tag.</param>
/// <param name="Groups">Control groups that this process has made, those of other backends in it among them.</param>
/// <param name="Files">Files in the backend's folder.</param>
/// <param name="Heap">Bytes that are left after full collections.</param>
internal sealed record Belongings(int Descriptors, int Threads, int Children, int Loose, int Groups, int Files, long Heap)
{
    // How far the pool's count of threads may differ for no reason of ours.
    private const int PoolThreads = 16;

    // The runtime opens a few of its own when it likes; a leak of ours would be one for each of thousands of commands.
    private const int RuntimeDescriptors = 8;

    public static Belongings Now(FlapjackBackend backend, string tag)
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return new(
            Directory.GetFiles("/proc/self/fd").Length,
            Directory.GetDirectories("/proc/self/task").Length,
            CountChildren(),
            EscapeZoo.Alive(tag).Length,
            CountGroups(),
            Directory.GetFiles(backend.Folder(), "*", SearchOption.AllDirectories).Length,
            GC.GetTotalMemory(forceFullCollection: true));
    }

    public bool AreNoMoreThan(Belongings before, long growth) =>
        Descriptors <= before.Descriptors + RuntimeDescriptors
        && Threads <= before.Threads + PoolThreads
        && Children <= before.Children
        && Loose == 0
        && Groups <= before.Groups
        && Files <= before.Files
        && Heap <= before.Heap + growth;

    private static int CountChildren()
    {
        var table = new ProcessTable(NullLogger.Instance);
        return Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? table.Find(id) : null)
            .Count(process => process?.ParentId == Environment.ProcessId);
    }

    private static int CountGroups() => GroupPlaces.OfSelf() is { } places
        ? new[] { places.Unified, places.Memory, places.Pids }.OfType<string>().Where(Directory.Exists)
            .SelectMany(place => Directory.GetDirectories(place, $"*-{Environment.ProcessId}-*"))
            .Sum(own => 1 + Directory.GetDirectories(own, "*", SearchOption.AllDirectories).Length)
        : 0;
}
