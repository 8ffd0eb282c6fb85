using LocalComputers.Storage;
using Microsoft.Data.Sqlite;

namespace LocalComputers.Tests.Storage;

/// <summary>A store in a file is read beside its writer and beside other reads.</summary>
public sealed class StoreReadersTests : IDisposable
{
    // Only a failing test waits that long.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly Store _store;

    public StoreReadersTests() => _store = Store.Open(Path.Combine(_folder.Path, "flapjack.db"), TestSchema.Orgs);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_read_waits_for_no_change_and_sees_what_was_stored_before_it()
    {
        Add("before");

        var seen = _store.Write(db =>
        {
            db.Execute("INSERT INTO orgs (id) VALUES ('not yet')");
            return OnAnotherThread(Orgs);
        });

        seen.Should().Equal("before");
        Orgs().Should().Equal("before", "not yet");
    }

    [Fact]
    public void A_read_waits_for_no_other_read()
    {
        Add("one");

        var seen = _store.Read(_ => OnAnotherThread(() => _store.Read(_ => OnAnotherThread(Orgs))));

        seen.Should().Equal("one");
    }

    [Fact]
    public void More_reads_at_once_than_the_pool_keeps_are_served()
    {
        Add("one");

        Nested(20).Should().Equal("one");
        Nested(20).Should().Equal("one");

        List<string> Nested(int depth) => depth == 0 ? Orgs() : _store.Read(_ => OnAnotherThread(() => Nested(depth - 1)));
    }

    [Fact]
    public void A_read_of_several_queries_sees_one_state()
    {
        Add("old");

        var (first, second) = _store.Read(db =>
        {
            var before = Orgs(db);
            OnAnotherThread(() => Add("new"));
            return (before, Orgs(db));
        });

        first.Should().Equal("old");
        second.Should().Equal("old");
        Orgs().Should().Equal("new", "old");
    }

    [Fact]
    public void Reads_and_changes_never_nest()
    {
        Action[] nested =
        [
            () => _store.Read(_ => _store.Read(_ => 0)),
            () => _store.Read(_ => _store.Write(_ => 0)),
            () => _store.Write(_ => _store.Read(_ => 0)),
            () => _store.Write(_ => _store.Write(_ => 0)),
        ];

        foreach (var nest in nested)
        {
            nest.Should().Throw<InvalidOperationException>().WithMessage("The store can't be * within another read or change*");
        }
    }

    [Fact]
    public async Task A_task_that_is_started_within_a_change_may_read()
    {
        using var stored = new ManualResetEventSlim();

        var task = _store.Write(db =>
        {
            db.Execute("INSERT INTO orgs (id) VALUES ('o1')");
            return Task.Run(() =>
            {
                stored.Wait(Limit).Should().BeTrue();
                return Orgs();
            });
        });
        stored.Set();

        (await task.WaitAsync(Limit)).Should().Equal("o1");
    }

    [Fact]
    public void A_read_that_fails_harms_no_later_read()
    {
        Add("one");
        var read = () => _store.Read(db => db.Query("SELECT nothing FROM nowhere", row => row.GetString(0)));

        read.Should().Throw<SqliteException>();

        Orgs().Should().Equal("one");
    }

    [Fact]
    public async Task Disposal_waits_for_a_read_and_leaves_one_file_without_a_log()
    {
        Add("one");
        using var reads = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var read = Task.Run(() => _store.Read(db =>
        {
            reads.Set();
            mayEnd.Wait(Limit).Should().BeTrue();
            return Orgs(db);
        }));
        reads.Wait(Limit).Should().BeTrue();

        var disposal = Task.Run(_store.Dispose);
        mayEnd.Set();

        (await read.WaitAsync(Limit)).Should().Equal("one");
        await disposal.WaitAsync(Limit);
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo("flapjack.db", "flapjack.db-reserve");
    }

    [Fact]
    public void A_store_that_is_disposed_of_neither_reads_nor_writes()
    {
        _store.Dispose();

        FluentActions.Invoking(Orgs).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => Add("late")).Should().Throw<ObjectDisposedException>();
    }

    private static T OnAnotherThread<T>(Func<T> act)
    {
        var task = Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return task.Wait(Limit) ? task.Result : throw new TimeoutException("It waits for the reads and changes around it.");
    }

    private int Add(string org) => _store.Write(db => db.Execute("INSERT INTO orgs (id) VALUES ($id)", ("$id", org)));

    private List<string> Orgs() => _store.Read(Orgs);

    private static List<string> Orgs(StoreSession db) => db.Query("SELECT id FROM orgs ORDER BY id", row => row.GetString(0));
}
