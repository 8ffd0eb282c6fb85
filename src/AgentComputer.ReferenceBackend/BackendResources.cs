using AgentComputer.ReferenceBackend.Resources.Account;
using AgentComputer.ReferenceBackend.Resources.Billing;
using AgentComputer.ReferenceBackend.Resources.Capacity;
using AgentComputer.ReferenceBackend.Resources.Computers;
using AgentComputer.ReferenceBackend.Resources.Connections;
using AgentComputer.ReferenceBackend.Resources.Health;
using AgentComputer.ReferenceBackend.Resources.Images;
using AgentComputer.ReferenceBackend.Resources.Mounts;
using AgentComputer.ReferenceBackend.Resources.Operations;
using AgentComputer.ReferenceBackend.Resources.SizePresets;
using AgentComputer.ReferenceBackend.Resources.SshKeys;
using AgentComputer.ReferenceBackend.Resources.Status;
using AgentComputer.ReferenceBackend.Resources.Usage;

namespace AgentComputer.ReferenceBackend;

/// <summary>The resources of the backend. A new resource has a folder under <c>Resources/</c>, and a line and a using here.</summary>
internal static class BackendResources
{
    public static IReadOnlyList<BackendResource> All { get; } =
    [
        new([], _ => new HealthApi()),
        new([], parts => new StatusApi(parts.Store, parts.Clock)),
        new([], parts => new MeApi(new(parts.Store))),
        new([], parts => new BillingApi(new(parts.Store))),
        new([], parts => new UsageApi(parts.Computers, parts.House.Computers, parts.Hooks, parts.Usage, parts.Clock)),
        new([], _ => new SizePresetsApi()),
        new([], _ => new ImagesApi()),
        new([], parts => new CapacityApi(parts.Rows, () => HostRoom.Of(parts.Data.Path))),
        new([], parts => new SshKeysApi(new(parts.Store, parts.Clock))),
        new([], parts => new ComputersApi(parts.Computers, parts.Changes, parts.Hooks, new(parts.Urls))),
        new([], parts => new ConnectionsApi(parts.Computers, parts.Hooks, parts.Urls)),
        new(MountsSchema.Steps, MountsApi.Of),
        new([], parts => new OperationsApi(parts.Operations)),
    ];
}
