using AgentComputer.ReferenceBackend.Resources.Computers;
using AgentComputer.ReferenceBackend.Resources.Files;
using AgentComputer.ReferenceBackend.Resources.Health;
using AgentComputer.ReferenceBackend.Resources.Operations;

namespace AgentComputer.ReferenceBackend;

/// <summary>The resources of the backend. A new resource has a folder under <c>Resources/</c>, and a line and a using here.</summary>
internal static class BackendResources
{
    public static IReadOnlyList<BackendResource> All { get; } =
    [
        new([], _ => new HealthApi()),
        new([], parts => new ComputersApi(parts.Computers, new(parts.Urls), parts.Clock)),
        new([], parts => new FilesApi(parts.Computers, parts.Clock)),
        new([], parts => new OperationsApi(parts.Operations)),
    ];
}
