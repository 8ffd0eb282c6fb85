using System.Data.Common;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Mounts;

/// <summary>The mounts in the store.</summary>
internal sealed class MountTable(Store store, TimeProvider clock)
{
    private const string Columns =
        "id, computer_id, kind, bucket, target_path, endpoint, region, is_read_only, cache_mode, state, failure_reason, created_at, updated_at";

    public IReadOnlyList<MountRow> List(string computerId) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM mounts WHERE computer_id = $computer ORDER BY created_at, id", Read, ("$computer", computerId)));

    /// <exception cref="Refusal">404: the computer has no such mount.</exception>
    public MountRow Find(string computerId, string id) => store.Read(db => db.QuerySingle(
        $"SELECT {Columns} FROM mounts WHERE id = $id AND computer_id = $computer", Read, ("$id", id), ("$computer", computerId)))
        ?? throw Refusal.NotFound($"The computer '{computerId}' has no mount '{id}'.");

    public MountRow Add(StoreSession db, string computerId, AskedMount asked)
    {
        var now = clock.GetUtcNow();
        var mount = new MountRow(Guid.CreateVersion7(now).ToString(), computerId, asked, MountRow.Pending, null, now, now);
        db.Execute(
            $"INSERT INTO mounts ({Columns}) VALUES ($id, $computer, $kind, $bucket, $path, $endpoint, $region, $readOnly, $cache, $state, NULL, $now, $now)",
            ("$id", mount.Id),
            ("$computer", computerId),
            ("$kind", asked.Kind),
            ("$bucket", asked.Bucket),
            ("$path", asked.TargetPath),
            ("$endpoint", asked.Endpoint),
            ("$region", asked.Region),
            ("$readOnly", asked.IsReadOnly),
            ("$cache", asked.CacheMode),
            ("$state", mount.State),
            ("$now", now));
        return mount;
    }

    public void Set(StoreSession db, string id, string state, string? reason) => db.Execute(
        "UPDATE mounts SET state = $state, failure_reason = $reason, updated_at = $now WHERE id = $id",
        ("$id", id),
        ("$state", state),
        ("$reason", reason),
        ("$now", clock.GetUtcNow()));

    public static void Remove(StoreSession db, string id) => db.Execute("DELETE FROM mounts WHERE id = $id", ("$id", id));

    /// <summary>Settles the mounts whose operations an earlier process had not ended: none is mounted, and those that were to be deleted are gone.</summary>
    public void Restore(string reason) => store.WriteMakingRoom(db =>
    {
        db.Execute("DELETE FROM mounts WHERE state = $deleting", ("$deleting", MountRow.Deleting));
        db.Execute("UPDATE mounts SET state = $failed, failure_reason = $reason WHERE state = $pending", ("$failed", MountRow.Failed), ("$reason", reason), ("$pending", MountRow.Pending));
    });

    private static MountRow Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        new(row.GetString(2), row.GetString(3), row.GetString(4), row.TextOrNull(5), row.TextOrNull(6), row.Flag(7), row.GetString(8)),
        row.GetString(9),
        row.TextOrNull(10),
        row.Time(11),
        row.Time(12));
}
