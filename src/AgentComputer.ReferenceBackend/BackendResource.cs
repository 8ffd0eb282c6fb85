using LocalComputers.Storage;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend;

/// <summary>A resource of the backend: its tables, and how it is built. The store makes the tables before any resource is built.</summary>
/// <param name="Tables">The steps that make its tables; empty if it has none of its own.</param>
/// <param name="Build">Builds it.</param>
internal sealed record BackendResource(IReadOnlyList<SchemaStep> Tables, Func<ResourceParts, IResource> Build);
