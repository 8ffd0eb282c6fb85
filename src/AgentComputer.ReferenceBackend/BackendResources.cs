using AgentComputer.ReferenceBackend.Resources.Computers;
using AgentComputer.ReferenceBackend.Resources.Health;
using AgentComputer.ReferenceBackend.Resources.Operations;
using AgentComputer.ReferenceBackend.Resources.Ports;
using AgentComputer.ReferenceBackend.Resources.Sessions;
using AgentComputer.ReferenceBackend.Resources.Shares;

namespace AgentComputer.ReferenceBackend;

/// <summary>The resources of the backend. A new resource has a folder under <c>Resources/</c>, and a line and a using here.</summary>
internal static class BackendResources
{
    public static IReadOnlyList<BackendResource> All { get; } =
    [
        new([], _ => new HealthApi()),
        new([], parts => new ComputersApi(parts.Computers, new(parts.Urls), parts.Clock)),
        new([], parts => new OperationsApi(parts.Operations)),
        new([], parts => new PortsApi(parts.Computers, parts.Ports, new(parts.Store, parts.Ports, parts.Operations, parts.Runner, parts.Urls), new(parts.PortUrls))),
        new([], parts => new SessionsApi(parts.SessionService)),
        new(SharesSchema.Steps, parts => new SharesApi(new(parts.Store, parts.Sessions, parts.Clock), parts.SessionService, parts.Rows, parts.Urls, parts.Clock)),
    ];
}
