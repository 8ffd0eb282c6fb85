using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>Makes SQLite itself say that the disk is full, for one kind of change; dispose it to make room again.</summary>
internal sealed class FullDatabase : IDisposable
{
    private readonly Store _store;

    private FullDatabase(Store store) => _store = store;

    /// <param name="store">The database.</param>
    /// <param name="change">For example <c>INSERT ON execs</c>.</param>
    public static FullDatabase For(Store store, string change)
    {
        store.Write(db =>
        {
            db.Execute("CREATE TABLE filler (x BLOB)");
            // More than the pages that the database may have.
            db.Execute($"CREATE TRIGGER filling BEFORE {change} BEGIN INSERT INTO filler VALUES (zeroblob(100000000)); END");
        });
        store.Write(db => db.Execute($"PRAGMA max_page_count = {db.QuerySingle("PRAGMA page_count", row => row.GetInt64(0)) + 50}"));
        return new(store);
    }

    public void Dispose()
    {
        _store.Write(db => db.Execute("PRAGMA max_page_count = 1000000"));
        _store.Write(db =>
        {
            db.Execute("DROP TRIGGER filling");
            db.Execute("DROP TABLE filler");
        });
    }
}
