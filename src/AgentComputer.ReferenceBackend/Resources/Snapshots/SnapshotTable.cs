using System.Data.Common;
using AgentComputer.ReferenceBackend.Computers;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Snapshots;

/// <summary>The snapshots in the store.</summary>
internal sealed class SnapshotTable(Store store, TimeProvider clock)
{
    private const string Columns =
        "id, workspace_id, computer_id, image_id, size_preset, memory_mib, storage_bytes, state, bytes, failure_reason, created_at, updated_at, ready_at";

    /// <summary>Adds a snapshot that is about to be taken, as part of a larger change.</summary>
    public SnapshotRow Add(StoreSession db, ComputerRow computer)
    {
        var now = clock.GetUtcNow();
        var row = new SnapshotRow
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = computer.WorkspaceId,
            ComputerId = computer.Id,
            ImageId = computer.ImageId,
            Size = computer.Size,
            State = SnapshotRow.Creating,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Execute(
            """
            INSERT INTO snapshots (id, workspace_id, computer_id, image_id, size_preset, memory_mib, storage_bytes, state, created_at, updated_at)
            VALUES ($id, $workspace, $computer, $image, $preset, $memory, $storage, $state, $now, $now)
            """,
            ("$id", row.Id),
            ("$workspace", row.WorkspaceId),
            ("$computer", row.ComputerId),
            ("$image", row.ImageId),
            ("$preset", row.Size.Preset),
            ("$memory", row.Size.MemoryMib),
            ("$storage", row.Size.StorageBytes),
            ("$state", row.State),
            ("$now", now));
        return row;
    }

    /// <summary>The snapshots of a computer, in the order in which they were taken.</summary>
    public IReadOnlyList<SnapshotRow> List(ComputerRow computer) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM snapshots WHERE computer_id = $computer AND workspace_id = $workspace ORDER BY created_at, id",
        Read,
        ("$computer", computer.Id),
        ("$workspace", computer.WorkspaceId)));

    /// <exception cref="Refusal">404: the workspace has no such snapshot.</exception>
    public SnapshotRow Find(string workspaceId, string id) => store.Read(db => db.QuerySingle(
        $"SELECT {Columns} FROM snapshots WHERE id = $id AND workspace_id = $workspace", Read, ("$id", id), ("$workspace", workspaceId)))
        ?? throw Refusal.NotFound($"There is no snapshot '{id}'.");

    /// <summary>Every snapshot, whichever workspace has it.</summary>
    public IReadOnlyList<SnapshotRow> All() => store.Read(db => db.Query($"SELECT {Columns} FROM snapshots", Read));

    /// <summary>How many bytes the snapshots of a workspace take, or only those of one of its computers.</summary>
    public long BytesOf(string workspaceId, string? computerId) => store.Read(db => db.QuerySingle(
        "SELECT coalesce(sum(bytes), 0) FROM snapshots WHERE workspace_id = $workspace AND ($computer IS NULL OR computer_id = $computer)",
        row => new Sum(row.GetInt64(0)),
        ("$workspace", workspaceId),
        ("$computer", computerId)))!.Bytes;

    /// <summary>The operation of a computer that is being made of a snapshot; null if there is none.</summary>
    public static string? RestoreOf(StoreSession db, string id) => db.QuerySingle(
        $"""
        SELECT operations.id FROM operations JOIN {ComputerRowSchema.Table} AS computers ON computers.id = operations.computer_id
        WHERE operations.completed_at IS NULL AND computers.source_snapshot_id = $id LIMIT 1
        """,
        row => row.GetString(0),
        ("$id", id));

    public void SetReady(StoreSession db, string id, long bytes) => db.Execute(
        "UPDATE snapshots SET state = $state, bytes = $bytes, ready_at = $now, updated_at = $now WHERE id = $id",
        ("$state", SnapshotRow.Ready),
        ("$bytes", bytes),
        ("$now", clock.GetUtcNow()),
        ("$id", id));

    public void SetState(StoreSession db, string id, string state, string? failureReason = null) => db.Execute(
        "UPDATE snapshots SET state = $state, failure_reason = $reason, updated_at = $now WHERE id = $id",
        ("$state", state),
        ("$reason", failureReason),
        ("$now", clock.GetUtcNow()),
        ("$id", id));

    /// <summary>Gives the snapshots of a computer to another workspace, as part of the change that gives it the computer.</summary>
    public static void Transfer(StoreSession db, string computerId, string workspaceId) => db.Execute(
        "UPDATE snapshots SET workspace_id = $workspace WHERE computer_id = $computer", ("$workspace", workspaceId), ("$computer", computerId));

    public static void Remove(StoreSession db, string id) => db.Execute("DELETE FROM snapshots WHERE id = $id", ("$id", id));

    private static SnapshotRow Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        WorkspaceId = row.GetString(1),
        ComputerId = row.GetString(2),
        ImageId = row.GetString(3),
        Size = new(row.GetString(4), row.GetInt32(5), row.GetInt64(6)),
        State = row.GetString(7),
        Bytes = row.GetInt64(8),
        FailureReason = row.IsDBNull(9) ? null : row.GetString(9),
        CreatedAt = row.Time(10),
        UpdatedAt = row.Time(11),
        ReadyAt = row.TimeOrNull(12),
    };

    private sealed record Sum(long Bytes);
}
