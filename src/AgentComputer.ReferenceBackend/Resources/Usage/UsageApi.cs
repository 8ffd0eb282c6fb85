using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Usage;
using LocalComputers.Computers;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Usage;

/// <summary>Tells what computers have used.</summary>
internal sealed class UsageApi(ComputerService computers, ComputerRegistry engine, ComputerHooks hooks, UsageMeter usage, TimeProvider clock) : IResource
{
    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/v1/usage", call => OfWorkspaceAsync(call.OrgId));
        all.For(call => computers.Find(call.OrgId, call["computer_id"])).Get("/v1/computers/{computer_id}/usage", OfComputerAsync);
    }

    private async Task<JsonObject> OfWorkspaceAsync(string workspaceId)
    {
        var stored = await Task.WhenAll(computers.List(workspaceId).Select(view => StorageOfAsync(view.Row.Id))).ConfigureAwait(false);
        return Answer(new()
        {
            ["runtime_seconds"] = Seconds(usage.OfWorkspace(workspaceId)),
            ["storage_bytes"] = stored.Sum(),
            ["snapshot_storage_bytes"] = hooks.SnapshotBytes(workspaceId, null),
        });
    }

    private async Task<JsonObject> OfComputerAsync(ComputerRow row)
    {
        var used = usage.OfComputer(row.Id);
        return Answer(new()
        {
            ["runtime_seconds"] = Seconds(used),
            ["cpu_hours"] = Math.Round(used.Processors.TotalHours, 6),
            ["ram_gib_hours"] = Math.Round(used.MemoryGibHours, 6),
            ["hot_storage_bytes"] = await StorageOfAsync(row.Id).ConfigureAwait(false),
            ["cold_storage_bytes"] = hooks.SnapshotBytes(row.WorkspaceId, row.Id),
        });
    }

    private JsonObject Answer(JsonObject usage)
    {
        usage["updated_at"] = UtcTimeConverter.Text(clock.GetUtcNow());
        return new() { ["usage"] = usage };
    }

    // At most ten seconds old, and zero while it was never measured.
    private async Task<long> StorageOfAsync(string id) =>
        engine.Find(id) is { } computer ? (await computer.ReadStatusAsync().ConfigureAwait(false)).DiskUsed ?? 0 : 0;

    private static long Seconds(UsedTime used) => (long)used.Runtime.TotalSeconds;
}
