using System.Data.Common;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Operations;

/// <summary>The operations in the store.</summary>
internal sealed class OperationTable(Store store, TimeProvider clock)
{
    /// <summary>How long an operation that has ended can be read.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    private const string Columns =
        "id, workspace_id, kind, resource_type, resource_id, computer_id, status, error_message, created_at, started_at, completed_at, updated_at";

    /// <summary>Adds an operation that waits for its turn, as part of the change that it belongs to.</summary>
    /// <param name="db">The change.</param>
    /// <param name="workspaceId">Whose operation it is.</param>
    /// <param name="kind">What it does, of <see cref="OperationKinds"/>.</param>
    /// <param name="resourceType">What it is about: <c>computer</c>, <c>snapshot</c>, and so on.</param>
    /// <param name="resourceId">The id of what it is about.</param>
    /// <param name="computerId">The computer that may have no other operation meanwhile; null for none.</param>
    /// <exception cref="Refusal">409: the computer has another operation that has not ended.</exception>
    public OperationRow Add(StoreSession db, string workspaceId, string kind, string resourceType, string resourceId, string? computerId)
    {
        if (computerId is not null)
        {
            RefusePending(db, computerId);
        }

        var now = clock.GetUtcNow();
        var operation = new OperationRow
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = workspaceId,
            Kind = kind,
            ResourceType = resourceType,
            ResourceId = resourceId,
            ComputerId = computerId,
            Status = OperationRow.Queued,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Execute(
            """
            INSERT INTO operations (id, workspace_id, kind, resource_type, resource_id, computer_id, status, created_at, updated_at)
            VALUES ($id, $workspace, $kind, $type, $resource, $computer, $status, $now, $now)
            """,
            ("$id", operation.Id),
            ("$workspace", workspaceId),
            ("$kind", kind),
            ("$type", resourceType),
            ("$resource", resourceId),
            ("$computer", computerId),
            ("$status", operation.Status),
            ("$now", now));
        return operation;
    }

    /// <summary>Refuses what a computer must have no operation for.</summary>
    /// <exception cref="Refusal">409: the computer has an operation that has not ended.</exception>
    public static void RefusePending(StoreSession db, string computerId)
    {
        if (PendingOf(db, computerId) is { } pending)
        {
            throw new Refusal(
                RefusalKind.NotReady, "conflict", $"The computer '{computerId}' has an operation that has not ended: {pending.Kind} ('{pending.Id}'). Wait until it has ended.");
        }
    }

    /// <exception cref="Refusal">404: there is no such operation in the workspace.</exception>
    public OperationRow Find(string workspaceId, string id) => store.Read(db => db.QuerySingle(
        $"SELECT {Columns} FROM operations WHERE id = $id AND workspace_id = $workspace", Read, ("$id", id), ("$workspace", workspaceId)))
        ?? throw Refusal.NotFound($"There is no operation '{id}'. An operation is kept for {Retention.Days} days after its end.");

    /// <summary>The operation of a computer that has not ended; null if there is none.</summary>
    public static OperationRow? PendingOf(StoreSession db, string computerId) => db.QuerySingle(
        $"SELECT {Columns} FROM operations WHERE computer_id = $computer AND completed_at IS NULL", Read, ("$computer", computerId));

    /// <summary>The operations of all computers that have not ended.</summary>
    public static IReadOnlyList<OperationRow> Pending(StoreSession db) => db.Query(
        $"SELECT {Columns} FROM operations WHERE computer_id IS NOT NULL AND completed_at IS NULL", Read);

    public void SetRunning(string id) => store.Write(db => db.Execute(
        "UPDATE operations SET status = $status, started_at = $now, updated_at = $now WHERE id = $id",
        ("$status", OperationRow.Running),
        ("$now", clock.GetUtcNow()),
        ("$id", id)));

    /// <summary>Stores how an operation ended, as part of a larger change. An operation that has ended stays as it is.</summary>
    /// <param name="db">The change.</param>
    /// <param name="id">The operation.</param>
    /// <param name="error">Why it failed; null if it succeeded.</param>
    public void End(StoreSession db, string id, string? error) => db.Execute(
        """
        UPDATE operations SET status = $status, error_message = $error, started_at = coalesce(started_at, $now), completed_at = $now, updated_at = $now
        WHERE id = $id AND completed_at IS NULL
        """,
        ("$status", error is null ? OperationRow.Succeeded : OperationRow.Failed),
        ("$error", error),
        ("$now", clock.GetUtcNow()),
        ("$id", id));

    /// <summary>The operations that an earlier process had not ended.</summary>
    public IReadOnlyList<OperationRow> Unended() => store.Read(db => db.Query($"SELECT {Columns} FROM operations WHERE completed_at IS NULL", Read));

    /// <summary>Removes the operations that ended longer ago than <see cref="Retention"/>.</summary>
    public void RemoveOld() => store.Write(db => db.Execute("DELETE FROM operations WHERE completed_at <= $before", ("$before", clock.GetUtcNow() - Retention)));

    private static OperationRow Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        WorkspaceId = row.GetString(1),
        Kind = row.GetString(2),
        ResourceType = row.GetString(3),
        ResourceId = row.GetString(4),
        ComputerId = row.IsDBNull(5) ? null : row.GetString(5),
        Status = row.GetString(6),
        ErrorMessage = row.IsDBNull(7) ? null : row.GetString(7),
        CreatedAt = row.Time(8),
        StartedAt = row.TimeOrNull(9),
        CompletedAt = row.TimeOrNull(10),
        UpdatedAt = row.Time(11),
    };
}
