using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Computers;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Capacity;

/// <summary>Tells whether this machine has room for a computer beside those that it has. Creating a computer does not ask: a local machine may be promised twice.</summary>
internal sealed class CapacityApi(ComputerRowTable rows, Func<HostRoom> look) : IResource
{
    public void Map(Routes routes) => routes.AnyKey().Post("/v1/computer-capacity/check", CapacityBody.Check, (call, asked) => Check(call.OrgId, asked));

    private JsonObject Check(string workspaceId, AskedCapacity asked)
    {
        var computer = asked.ComputerId is { } id ? rows.Find(workspaceId, id) : null;
        var excluded = asked.ExcludedComputerId is { } other ? rows.Find(workspaceId, other) : null;
        var size = computer is null ? asked.Size.Of(ComputerSizes.Default)
            : asked.Size.IsNothing ? computer.Size
            : asked.Size.From(computer.Size);
        var (memory, storage) = Free(look(), [.. new[] { computer?.Id, excluded?.Id }.OfType<string>()]);
        var (fitsMemory, fitsStorage) = (size.MemoryMib <= memory, size.StorageBytes <= storage);
        var answer = new JsonObject
        {
            ["available"] = fitsMemory && fitsStorage,
            ["requested_memory_mib"] = size.MemoryMib,
            ["requested_storage_bytes"] = size.StorageBytes,
            ["size_preset"] = size.Preset,
            ["available_memory_mib"] = memory,
            ["available_storage_bytes"] = storage,
            ["max_memory_mib"] = Math.Min(ComputerSizes.MaxMemoryMib, Whole(memory, ComputerSizes.MemoryStepMib)),
            ["max_storage_bytes"] = Math.Min(ComputerSizes.MaxStorageBytes, Whole(storage, ComputerSizes.StorageStepBytes)),
            ["configured_hosts"] = 1,
            ["matching_hosts"] = fitsMemory && fitsStorage ? 1 : 0,
            ["resource_limits"] = ComputerSizes.LimitsToJson(),
        };
        if (!fitsMemory || !fitsStorage)
        {
            answer["reason_code"] = fitsMemory ? "insufficient_storage" : "insufficient_memory";
        }

        return answer;
    }

    // What was promised to the computers of all workspaces is taken, whether they use it or not.
    private (long MemoryMib, long StorageBytes) Free(HostRoom host, IReadOnlyList<string> without)
    {
        var promised = rows.Promised(without);
        return (Math.Max(0, host.MemoryMib - promised.MemoryMib), Math.Max(0, Math.Min(host.FreeStorageBytes, host.StorageBytes - promised.StorageBytes)));
    }

    private static long Whole(long amount, long step) => amount / step * step;
}
