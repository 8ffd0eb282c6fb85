using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>A resource that needs nothing of the backend but the store and the clock: its tables, and how it is made.</summary>
/// <param name="Tables">The steps that make its tables. The store runs them before the resource is made.</param>
/// <param name="Create">Makes it.</param>
internal sealed record PlainResource(IReadOnlyList<SchemaStep> Tables, Func<Store, TimeProvider, IResource> Create);
