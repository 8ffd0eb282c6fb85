using AgentComputer.ReferenceBackend.Resources.Account;
using AgentComputer.ReferenceBackend.Resources.Billing;
using AgentComputer.ReferenceBackend.Resources.Capacity;
using AgentComputer.ReferenceBackend.Resources.Computers;
using AgentComputer.ReferenceBackend.Resources.Connections;
using AgentComputer.ReferenceBackend.Resources.Exec;
using AgentComputer.ReferenceBackend.Resources.Files;
using AgentComputer.ReferenceBackend.Resources.Health;
using AgentComputer.ReferenceBackend.Resources.Images;
using AgentComputer.ReferenceBackend.Resources.Mounts;
using AgentComputer.ReferenceBackend.Resources.Operations;
using AgentComputer.ReferenceBackend.Resources.Ports;
using AgentComputer.ReferenceBackend.Resources.Processes;
using AgentComputer.ReferenceBackend.Resources.Sessions;
using AgentComputer.ReferenceBackend.Resources.Shares;
using AgentComputer.ReferenceBackend.Resources.SizePresets;
using AgentComputer.ReferenceBackend.Resources.Snapshots;
using AgentComputer.ReferenceBackend.Resources.Ssh;
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
        new([], parts => new FilesApi(parts.Computers, parts.Clock)),
        new(SnapshotsSchema.Steps, SnapshotsApi.Of),
        new([], parts => new OperationsApi(parts.Operations)),
        new([], parts => new ExecApi(parts.Computers, parts.Clock)),
        new([], parts => new ProcessesApi(new(parts.Sessions, parts.Rows, parts.Computers), parts.Clock, parts.Logger)),
        new([], parts => PortsApi.Of(parts)),
        new([], parts => new SessionsApi(parts.SessionService)),
        new([], parts => SshAccessApi.Of(parts)),
        new(SharesSchema.Steps, parts => SharesApi.Of(parts)),
    ];
}
