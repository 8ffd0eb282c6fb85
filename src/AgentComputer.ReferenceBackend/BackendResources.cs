using AgentComputer.ReferenceBackend.Resources.Computers;
using AgentComputer.ReferenceBackend.Resources.Exec;
using AgentComputer.ReferenceBackend.Resources.Health;
using AgentComputer.ReferenceBackend.Resources.Operations;
using AgentComputer.ReferenceBackend.Resources.Processes;

namespace AgentComputer.ReferenceBackend;

/// <summary>The resources of the backend. A new resource has a folder under <c>Resources/</c>, and a line and a using here.</summary>
internal static class BackendResources
{
    public static IReadOnlyList<BackendResource> All { get; } =
    [
        new([], _ => new HealthApi()),
        new([], parts => new ComputersApi(parts.Computers, new(parts.Urls), parts.Clock)),
        new([], parts => new OperationsApi(parts.Operations)),
        new([], parts => new ExecApi(parts.Computers, parts.Clock)),
        new([], parts => new ProcessesApi(new(parts.Sessions, parts.Rows, parts.Computers), parts.Clock, parts.Logger)),
    ];
}
