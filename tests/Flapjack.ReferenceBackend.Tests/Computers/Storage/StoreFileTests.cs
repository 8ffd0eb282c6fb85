using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>A store in a file, and what becomes of it when the file is not what it should be.</summary>
public sealed class StoreFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Database => Path.Combine(_folder.Path, "flapjack.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_stored_is_there_when_it_is_opened_again()
    {
        using (var store = Store.Open(Database, BackendSchema.All))
        {
            Fill(store, 3);
        }

        using var again = Store.Open(Database, BackendSchema.All);

        new AgentStore(again).All().Select(agent => agent.Name).Should().Equal("agent 0", "agent 1", "agent 2");
    }

    [Fact]
    public void What_a_killed_process_stored_is_there()
    {
        // A copy of the files of an open store is what a kill leaves: nothing was closed, and the log is not yet in the database.
        using var store = Store.Open(Database, BackendSchema.All);
        Fill(store, 50);
        var copy = Path.Combine(_folder.Path, "copy.db");
        File.Copy(Database, copy);
        File.Copy(Database + "-wal", copy + "-wal");

        using var again = Store.Open(copy, BackendSchema.All);

        new AgentStore(again).All().Should().HaveCount(50);
    }

    [Fact]
    public void It_keeps_a_write_ahead_log_checks_foreign_keys_and_waits_for_no_disk()
    {
        using var store = Store.Open(Database, BackendSchema.All);

        Pragma(store, "journal_mode").Should().Be("wal");
        Pragma(store, "foreign_keys").Should().Be("1");
        Pragma(store, "synchronous").Should().Be("1");
        Pragma(store, "user_version").Should().Be(BackendSchema.All.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Its_files_are_closed_to_other_users()
    {
        using var store = Store.Open(Database, BackendSchema.All);
        Fill(store, 1);

        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }

        Directory.GetFiles(_folder.Path).Should().HaveCount(4);
    }

    [Fact]
    public void A_draft_that_a_crash_left_is_no_obstacle()
    {
        File.WriteAllText(Database + ".new", "half a database");
        File.WriteAllText(Database + ".new-wal", "and its log");

        using (var store = Store.Open(Database, BackendSchema.All))
        {
            Fill(store, 1);
        }

        Directory.GetFiles(_folder.Path).Should().BeEquivalentTo(Database, Database + "-reserve");
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(Database, new string('x', 5_000));

        ShouldBeRefused("is damaged");
    }

    [Fact]
    public void A_page_that_was_overwritten_is_noticed_at_once()
    {
        CreateFilled();
        using (var file = File.OpenWrite(Database))
        {
            file.Position = 4_096 * 3;
            file.Write(Enumerable.Repeat((byte)0xA5, 4_096).ToArray());
        }

        ShouldBeRefused("is damaged");
    }

    [Fact]
    public void A_truncated_file_is_noticed_wherever_it_was_cut()
    {
        CreateFilled();
        var bytes = File.ReadAllBytes(Database);
        int[] lengths = [0, 1, 15, 16, 50, 99, 100, 101, 511, 512, 1_024, 4_095, 4_096, 4_097, 8_192, 10_000, bytes.Length / 2, bytes.Length - 4_096, bytes.Length - 1];

        foreach (var length in lengths)
        {
            File.WriteAllBytes(Database, bytes[..length]);
            ShouldBeRefused("is damaged", $"only {length} bytes are left");
        }
    }

    [Fact]
    public void A_newer_version_is_refused_and_left_as_it_is()
    {
        using (var store = Store.Open(Database, BackendSchema.All))
        {
            store.Write(db => db.Execute($"PRAGMA user_version = {BackendSchema.All.Version + 1}"));
        }

        ShouldBeRefused($"is of version {BackendSchema.All.Version + 1}");
    }

    [Fact]
    public void A_log_without_its_database_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(Database + "-wal", "the log of another database");

        ShouldBeRefused("is missing, but its log");
    }

    [Fact]
    public void A_full_disk_is_said_to_be_full_and_all_goes_on_when_there_is_room_again()
    {
        using var store = Store.Open(Database, BackendSchema.All);
        var agents = Fill(store, 3);
        store.Write(db => db.Execute($"PRAGMA max_page_count = {Pragma(db, "page_count")}"));

        var write = () => Fill(store, 100);
        var failure = write.Should().Throw<StoreException>().WithMessage($"The disk is full: '{Database}' can't grow.*").Which;
        failure.IsFull.Should().BeTrue();
        var stored = new AgentStore(store).All().Count;
        write.Should().Throw<StoreException>();
        new AgentStore(store).All().Count.Should().BeInRange(stored, 102);

        store.Write(db => db.Execute("PRAGMA max_page_count = 100000"));
        Fill(store, 100);
        new AgentStore(store).Find(agents[0]).Should().NotBeNull();
        Pragma(store, "quick_check").Should().Be("ok");
    }

    [Fact]
    public void A_change_that_fails_leaves_nothing_and_tells_nobody()
    {
        using var store = Store.Open(Database, BackendSchema.All);
        var told = 0;

        var change = () => store.Write(db =>
        {
            db.OnCommitted(() => told++);
            db.Execute("INSERT INTO orgs (id) VALUES ('o1')");
            throw new InvalidOperationException();
        });
        change.Should().Throw<InvalidOperationException>();
        store.Write(db => db.OnCommitted(() => told += store.Read(_ => 10)));

        told.Should().Be(10);
        store.Read(db => db.Query("SELECT id FROM orgs", row => row.GetString(0))).Should().BeEmpty();
    }

    private static string Pragma(Store store, string name) => store.Read(db => Pragma(db, name));

    private static string Pragma(StoreSession db, string name) => db.QuerySingle($"PRAGMA {name}", row => row.GetString(0))!;

    private static List<string> Fill(Store store, int agents)
    {
        var org = new Organizations(store, TimeProvider.System).Default();
        var ids = Enumerable.Range(0, agents).Select(_ => Guid.NewGuid().ToString()).ToList();
        for (var n = 0; n < agents; n++)
        {
            store.Write(db => AgentStore.AddOrFind(db, new(ids[n], org, $"agent {n}", null, "https://example.com/" + new string('x', 200)), DateTimeOffset.UnixEpoch));
        }

        return ids;
    }

    private void CreateFilled()
    {
        using var store = Store.Open(Database, BackendSchema.All);
        Fill(store, 200);
    }

    private void ShouldBeRefused(string because, string? circumstance = null)
    {
        var before = Contents();

        var open = () => Store.Open(Database, BackendSchema.All).Dispose();

        open.Should().Throw<StoreException>(circumstance ?? "").WithMessage($"*'{Database}'*{because}*").Which.Message.Should().Contain("left as it is");
        Contents().Should().Equal(before, circumstance ?? "nothing may be overwritten");
    }

    private string[] Contents() => [.. Directory.GetFiles(_folder.Path)
        .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal))
        .Where(file => !(file.EndsWith("-wal", StringComparison.Ordinal) && new FileInfo(file).Length == 0))
        .Order().Select(file => file + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))))];
}
