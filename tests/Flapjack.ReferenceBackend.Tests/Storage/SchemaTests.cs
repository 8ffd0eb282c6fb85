using Flapjack.ReferenceBackend.Storage;

namespace Flapjack.ReferenceBackend.Tests.Storage;

public sealed class SchemaTests : IDisposable
{
    private readonly Store _store = Store.InMemory();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_step_is_done_wholly_or_not_at_all_and_the_ones_before_it_stay()
    {
        string[] steps = [.. Done(), "CREATE TABLE one (x)", "CREATE TABLE two (x); CREATE TABLE one (x)", "CREATE TABLE three (x)"];

        var migrate = () => Schema.Migrate(_store, steps);

        migrate.Should().Throw<Microsoft.Data.Sqlite.SqliteException>();
        VersionOfStore().Should().Be(Schema.Version + 1);
        Tables().Should().Contain("one").And.NotContain("two").And.NotContain("three");
    }

    [Fact]
    public void Steps_that_were_done_are_not_done_again()
    {
        string[] steps = [.. Done(), "CREATE TABLE one (x)"];
        Schema.Migrate(_store, steps);

        Schema.Migrate(_store, [.. steps, "CREATE TABLE two (x)"]);

        VersionOfStore().Should().Be(Schema.Version + 2);
        Tables().Should().Contain("two");
    }

    // Never run: the store has been through them.
    private static IEnumerable<string> Done() => Enumerable.Repeat("no SQL", Schema.Version);

    private int VersionOfStore() => _store.Read(db => db.QuerySingle("PRAGMA user_version", row => row.GetInt32(0)));

    private List<string> Tables() => _store.Read(db => db.Query("SELECT name FROM sqlite_master WHERE type = 'table'", row => row.GetString(0)));
}
