using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Auth;

/// <summary>The keys of a backend that kept nothing of them but their hash.</summary>
public sealed class ApiKeyMigrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Database => _folder["flapjack.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_key_gets_an_id_and_can_be_listed_and_removed()
    {
        // The step is found by what it does, because its number changes when branches are merged.
        var step = OrgSchema.Steps.Single(step => step.Sql.Contains("ALTER TABLE api_keys ADD COLUMN last_used_at", StringComparison.Ordinal));
        var before = BackendSchema.All.Steps.Where(known => known.Number < step.Number).ToList();
        using (var old = Store.Open(Database, new(before)))
        {
            old.Write(db => db.Execute("INSERT INTO orgs (id) VALUES ('o1')"));
            old.Write(db => db.Execute("INSERT INTO api_keys (hash, org_id, scopes) VALUES (x'00', 'o1', ''), (x'01', 'o1', 'a b')"));
        }

        using var store = Store.Open(Database, BackendSchema.All);
        var keys = new ApiKeyTable(store, new(store, TimeProvider.System), TimeProvider.System);

        var listed = keys.List("o1");
        listed.Select(key => (key.Prefix, key.Name, key.LastUsedAt, key.CreatedAt)).Should().AllBeEquivalentTo(("fj_live_...", "Made by an earlier version", (DateTimeOffset?)null, (DateTimeOffset?)null));
        listed.Select(key => key.Id).Should().HaveCount(2).And.OnlyHaveUniqueItems().And.OnlyContain(id => Guid.Parse(id).Version == 4);
        keys.Remove(keys.Find("o1", listed[0].Id));
        keys.List("o1").Should().Equal(listed[1]);
    }
}
