using LocalComputers.Storage;

namespace LocalComputers.Tests.Storage;

/// <summary>The smallest schema that a store can be tested with.</summary>
internal static class TestSchema
{
    public static Schema Orgs { get; } = new([new(1, "CREATE TABLE orgs (id TEXT PRIMARY KEY)")]);
}
