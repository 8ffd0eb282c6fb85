using AgentComputer.ReferenceBackend.Connect;
using AgentComputer.ReferenceBackend.Operations;
using AgentComputer.ReferenceBackend.Ports;
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
using AgentComputer.ReferenceBackend.Sessions;
using AgentComputer.ReferenceBackend.Ssh;
using LocalComputers.Computers.Snapshots;

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
        new(MountsSchema.Steps, MountsOf),
        new([], parts => new FilesApi(parts.Computers, parts.Clock)),
        new(SnapshotsSchema.Steps, SnapshotsOf),
        new([], parts => new OperationsApi(parts.Operations)),
        new([], parts => new ExecApi(parts.Computers, parts.Clock)),
        new([], parts => new ProcessesApi(
            new(parts.Sessions, parts.Rows, parts.Computers), Additions.Of(parts.Options.Extensions, parts.Options.ReplayBytes), parts.Clock, parts.Logger)),
        new([], PortsOf),
        new([], parts => new SessionsApi(parts.SessionService)),
        new([], parts => new SshAccessApi(
            parts.Computers,
            parts.Disposals.Add(new CertificateAuthority(parts.Data, new(parts.Options.SshKeygenProgram), parts.Clock)),
            new(parts.Store, parts.Clock))),
        new(SharesSchema.Steps, SharesOf),
    ];

    private static MountsApi MountsOf(ResourceParts parts)
    {
        var mounts = new MountTable(parts.Store, parts.Clock);
        mounts.Restore(OperationRunner.CutOff);
        return new(new(parts.Store, mounts, parts.Computers, parts.Operations, parts.Runner), mounts, parts.Computers);
    }

    private static SnapshotsApi SnapshotsOf(ResourceParts parts)
    {
        var snapshots = new SnapshotTable(parts.Store, parts.Clock);
        var service = parts.Disposals.Add(new SnapshotService(
            parts.Store, snapshots, SnapshotFiles.In(parts.Data, parts.Logger), parts.Computers, parts.Operations, parts.Runner, parts.Logger));
        service.Restore(OperationRunner.CutOff);
        parts.Hooks.OfSnapshot = service.SourceOf;
        parts.Hooks.SnapshotBytes = snapshots.BytesOf;
        parts.Hooks.Transferring.Add((db, computer, workspaceId) => SnapshotTable.Transfer(db, computer.Id, workspaceId));
        return new(service, snapshots, parts.Computers, new(parts.Urls));
    }

    private static PortsApi PortsOf(ResourceParts parts)
    {
        var (ports, json) = (parts.Ports, new PortJson(parts.PortUrls));
        parts.Hooks.Ports = computer => new([.. ports.List(computer.Id).Select(port => json.Of(computer, port))]);
        parts.Hooks.IsBrowserAvailable = computer => ports.List(computer.Id).Any(port => port.State == PortRow.Ready);
        parts.Hooks.Screen = computer => ports.Find(computer.Id, SessionKinds.VncPort)?.State == PortRow.Ready ? parts.PortUrls.OfPort(computer, SessionKinds.VncPort) : null;
        return new(parts.Computers, ports, new(parts.Store, ports, parts.Operations, parts.Runner, parts.Urls), json);
    }

    private static SharesApi SharesOf(ResourceParts parts)
    {
        var shares = new ShareTable(parts.Store, parts.Sessions, parts.Clock);
        // The links were given away by the workspace that has the computer no longer.
        parts.Hooks.Transferring.Add((db, computer, _) => shares.RevokeAll(db, computer.Id));
        return new(shares, parts.SessionService, parts.Rows, parts.Urls, parts.Clock);
    }
}
