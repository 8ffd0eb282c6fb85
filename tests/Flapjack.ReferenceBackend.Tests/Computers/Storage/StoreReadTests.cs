using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>A read changes nothing, wherever the store is kept, and a long read costs no room for longer than it lasts.</summary>
public sealed class StoreReadTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "INSERT INTO orgs (id) VALUES ('o1')")]
    [InlineData(true, "INSERT INTO orgs (id) VALUES ('o1')")]
    [InlineData(false, "DELETE FROM orgs")]
    [InlineData(true, "DELETE FROM orgs")]
    [InlineData(false, "CREATE TABLE more (id TEXT)")]
    [InlineData(true, "CREATE TABLE more (id TEXT)")]
    public void A_change_within_a_read_is_refused(bool isFile, string sql)
    {
        using var store = Open(isFile);
        Add(store, "before");

        var execute = () => store.Read(db => db.Execute(sql));

        execute.Should().Throw<InvalidOperationException>().WithMessage("A read of the store changes nothing: use Write.");
        Orgs(store).Should().Equal("before");
        Add(store, "after");
        Orgs(store).Should().Equal("after", "before");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_query_that_changes_something_is_refused_within_a_read(bool isFile)
    {
        using var store = Open(isFile);

        var query = () => store.Read(db => db.QuerySingle("INSERT INTO orgs (id) VALUES ('o1') RETURNING id", row => row.GetString(0)));

        query.Should().Throw<InvalidOperationException>().WithMessage("A read of the store changes nothing: use Write.");
        Orgs(store).Should().BeEmpty();
    }

    [Fact]
    public async Task The_log_that_grew_during_a_long_read_is_cut_afterwards()
    {
        const int Most = 8 * 1024 * 1024;
        using var store = Open(isFile: true);
        var log = new FileInfo(Path.Combine(_folder.Path, "flapjack.db-wal"));
        using var isPinned = new ManualResetEventSlim();
        using var isGrown = new ManualResetEventSlim();
        var read = Task.Factory.StartNew(
            () => store.Read(db =>
            {
                _ = Orgs(db);
                isPinned.Set();
                return isGrown.Wait(TimeSpan.FromSeconds(60));
            }),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        isPinned.Wait(TimeSpan.FromSeconds(60)).Should().BeTrue();
        Fill('d', Most);
        log.Refresh();
        log.Length.Should().BeGreaterThan(Most, "the log can't begin anew while the read needs it");

        isGrown.Set();
        (await read).Should().BeTrue();
        // The first change writes the log into the database, the next begins the log anew.
        Fill('e', 1024);
        Fill('f', 1024);

        log.Refresh();
        log.Length.Should().BeLessThanOrEqualTo(Most);

        void Fill(char letter, int bytes) => Add(store, new string(letter, bytes));
    }

    private Store Open(bool isFile) => isFile ? Store.Open(Path.Combine(_folder.Path, "flapjack.db"), BackendSchema.All) : Store.InMemory(BackendSchema.All);

    private static void Add(Store store, string org) => store.Write(db => db.Execute("INSERT INTO orgs (id) VALUES ($id)", ("$id", org)));

    private static List<string> Orgs(Store store) => store.Read(Orgs);

    private static List<string> Orgs(StoreSession db) => db.Query("SELECT id FROM orgs ORDER BY id", row => row.GetString(0));
}
