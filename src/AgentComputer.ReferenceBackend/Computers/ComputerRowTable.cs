using System.Data.Common;
using System.Text.Json;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>What this API knows of computers, in the store.</summary>
internal sealed class ComputerRowTable(Store store, TimeProvider clock)
{
    private const string Table = ComputerRowSchema.Table;
    private const string Columns =
        "id, workspace_id, handle, display_name, image_id, source_kind, source_snapshot_id, size_preset, memory_mib, storage_bytes, authorized_keys, failure_reason, "
        + "created_at, updated_at, deleting_since";

    /// <exception cref="Refusal">409: the workspace has a computer of that handle.</exception>
    public static void Add(StoreSession db, ComputerRow row)
    {
        RefuseTakenHandle(db, row.WorkspaceId, row.Handle);

        db.Execute(
            $"""
            INSERT INTO {Table} (id, workspace_id, handle, display_name, image_id, source_kind, source_snapshot_id, size_preset, memory_mib, storage_bytes, authorized_keys, created_at, updated_at)
            VALUES ($id, $workspace, $handle, $name, $image, $kind, $snapshot, $preset, $memory, $storage, $keys, $now, $now)
            """,
            ("$id", row.Id),
            ("$workspace", row.WorkspaceId),
            ("$handle", row.Handle),
            ("$name", row.DisplayName),
            ("$image", row.ImageId),
            ("$kind", row.SourceKind),
            ("$snapshot", row.SourceSnapshotId),
            ("$preset", row.SizePreset),
            ("$memory", row.MemoryMib),
            ("$storage", row.StorageBytes),
            ("$keys", JsonSerializer.Serialize(row.AuthorizedKeys)),
            ("$now", row.CreatedAt));
    }

    /// <summary>The workspace's computers, in the order in which they were made.</summary>
    public static IReadOnlyList<ComputerRow> List(StoreSession db, string workspaceId) => db.Query(
        $"SELECT {Columns} FROM {Table} WHERE workspace_id = $workspace ORDER BY created_at, rowid", Read, ("$workspace", workspaceId));

    /// <summary>A computer, whichever workspace has it; null if there is none of that id.</summary>
    public static ComputerRow? Find(StoreSession db, string id) => db.QuerySingle($"SELECT {Columns} FROM {Table} WHERE id = $id", Read, ("$id", id));

    /// <inheritdoc cref="Find(StoreSession, string)"/>
    public ComputerRow? Find(string id) => store.Read(db => Find(db, id));

    /// <summary>A computer by its handle, whichever workspace has it; null if there is none, or if several workspaces have one.</summary>
    public ComputerRow? FindByHandle(string handle) => store.Read(db =>
        db.Query($"SELECT {Columns} FROM {Table} WHERE handle = $handle LIMIT 2", Read, ("$handle", handle)) is [var only] ? only : null);

    /// <exception cref="Refusal">404: the workspace has no such computer.</exception>
    public ComputerRow Find(string workspaceId, string id) => Find(id) is { } row && row.WorkspaceId == workspaceId
        ? row
        : throw Refusal.NotFound($"There is no computer '{id}'. A path takes the id of a computer, not its handle.");

    /// <summary>The computers whose deletion has begun.</summary>
    public IReadOnlyList<ComputerRow> Deleting() => store.Read(db => db.Query($"SELECT {Columns} FROM {Table} WHERE deleting_since IS NOT NULL", Read));

    /// <summary>Changes columns of a computer, as part of a larger change.</summary>
    public void Set(StoreSession db, string id, params (string Column, object? Value)[] values)
    {
        (string Column, object? Value)[] all = [.. values, ("updated_at", clock.GetUtcNow())];
        db.Execute(
            $"UPDATE {Table} SET {string.Join(", ", all.Select(value => $"{value.Column} = ${value.Column}"))} WHERE id = $id",
            [.. all.Select(value => ($"${value.Column}", value.Value)), ("$id", id)]);
    }

    /// <summary>The memory and the storage that the computers of all workspaces were promised together.</summary>
    /// <param name="without">The computers that do not count.</param>
    public (long MemoryMib, long StorageBytes) Promised(IReadOnlyList<string> without) => store.Read(db => db.QuerySingle(
        $"SELECT coalesce(sum(memory_mib), 0), coalesce(sum(storage_bytes), 0) FROM {Table} WHERE id NOT IN (SELECT value FROM json_each($without))",
        row => (row.GetInt64(0), row.GetInt64(1)),
        ("$without", JsonSerializer.Serialize(without))));

    /// <summary>Whether a workspace has no computer of a handle.</summary>
    public bool IsFree(string workspaceId, string handle) => store.Read(db => OwnerOf(db, workspaceId, handle) is null);

    /// <summary>Gives a computer to another workspace, as part of a larger change.</summary>
    /// <exception cref="Refusal">409: that workspace has a computer of the same handle.</exception>
    public void Give(StoreSession db, ComputerRow row, string workspaceId)
    {
        RefuseTakenHandle(db, workspaceId, row.Handle);
        Set(db, row.Id, ("workspace_id", workspaceId));
    }

    public static void Remove(StoreSession db, string id) => db.Execute($"DELETE FROM {Table} WHERE id = $id", ("$id", id));

    private static void RefuseTakenHandle(StoreSession db, string workspaceId, string handle)
    {
        if (OwnerOf(db, workspaceId, handle) is not null)
        {
            throw new Refusal(RefusalKind.NotReady, "conflict", $"The workspace has a computer with the handle '{handle}' already. Choose another handle.");
        }
    }

    private static string? OwnerOf(StoreSession db, string workspaceId, string handle) => db.QuerySingle(
        $"SELECT id FROM {Table} WHERE workspace_id = $workspace AND handle = $handle", row => row.GetString(0), ("$workspace", workspaceId), ("$handle", handle));

    private static ComputerRow Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        WorkspaceId = row.GetString(1),
        Handle = row.GetString(2),
        DisplayName = row.GetString(3),
        ImageId = row.GetString(4),
        SourceKind = row.GetString(5),
        SourceSnapshotId = row.IsDBNull(6) ? null : row.GetString(6),
        SizePreset = row.GetString(7),
        MemoryMib = row.GetInt32(8),
        StorageBytes = row.GetInt64(9),
        AuthorizedKeys = JsonSerializer.Deserialize<string[]>(row.GetString(10))!,
        FailureReason = row.IsDBNull(11) ? null : row.GetString(11),
        CreatedAt = row.Time(12),
        UpdatedAt = row.Time(13),
        DeletingSince = row.TimeOrNull(14),
    };
}
