using System.Data.Common;
using System.Text.Json;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The turns of threads.</summary>
internal static class TurnTable
{
    private const string Columns = "id, org_id, thread_id, idempotency_key, body_hash, state, started_at, trace_id, ended_at, outcome, waiting";

    // The condition of the index of unfinished turns, word for word: SQLite does not conclude it from the state alone, and would read every turn.
    private const string IsUnfinished = "state IN ('running', 'waiting')";

    public static void Add(StoreSession db, TurnRow turn) => db.Execute(
        """
        INSERT INTO turns (id, org_id, thread_id, idempotency_key, body_hash, state, started_at, trace_id, ended_at, outcome)
        VALUES ($id, $org, $thread, $key, $hash, $state, $started, $trace, $ended, $outcome)
        """,
        ("$id", turn.Id),
        ("$org", turn.OrgId),
        ("$thread", turn.ThreadId),
        ("$key", turn.Key),
        ("$hash", turn.BodyHash),
        ("$state", turn.State),
        ("$started", turn.StartedAt),
        ("$trace", turn.TraceId),
        ("$ended", turn.EndedAt),
        ("$outcome", turn.End?.ToJson().ToJsonString()));

    /// <summary>Stores how a turn ended.</summary>
    public static void End(StoreSession db, string id, string state, DateTimeOffset endedAt, TurnEnd? end, WaitingTurn? waiting = null) => db.Execute(
        "UPDATE turns SET state = $state, ended_at = $ended, outcome = $outcome, waiting = $waiting WHERE id = $id",
        ("$id", id),
        ("$state", state),
        ("$ended", endedAt),
        ("$outcome", end?.ToJson().ToJsonString()),
        ("$waiting", waiting is null ? null : JsonSerializer.Serialize(waiting)));

    /// <summary>A turn no longer waits for results: they have come, the user wrote something else, or they came too late.</summary>
    /// <returns>Whether the turn waited.</returns>
    public static bool Leave(StoreSession db, string id, string state) =>
        db.Execute($"UPDATE turns SET state = $state, waiting = NULL WHERE id = $id AND state = '{TurnState.Waiting}'", ("$id", id), ("$state", state)) == 1;

    public static TurnRow? Find(StoreSession db, string threadId, string id) =>
        db.QuerySingle($"SELECT {Columns} FROM turns WHERE id = $id AND thread_id = $thread", Read, ("$id", id), ("$thread", threadId));

    public static TurnRow? FindByKey(StoreSession db, string threadId, string key) =>
        db.QuerySingle($"SELECT {Columns} FROM turns WHERE thread_id = $thread AND idempotency_key = $key", Read, ("$thread", threadId), ("$key", key));

    /// <summary>The newest turn of a thread; null if it has none.</summary>
    public static TurnRow? FindNewest(StoreSession db, string threadId) =>
        db.QuerySingle($"SELECT {Columns} FROM turns WHERE thread_id = $thread ORDER BY rowid DESC LIMIT 1", Read, ("$thread", threadId));

    /// <summary>The turn of a thread that waits for results; null if none does.</summary>
    public static TurnRow? FindWaiting(StoreSession db, string threadId) => db.QuerySingle(
        $"SELECT {Columns} FROM turns WHERE thread_id = $thread AND state = '{TurnState.Waiting}' ORDER BY started_at DESC LIMIT 1", Read, ("$thread", threadId));

    /// <summary>Whether nobody sent the results in time for which the newest turn of a thread waited.</summary>
    public static bool HasExpired(StoreSession db, string threadId) => db.QuerySingle(
        "SELECT state FROM turns WHERE thread_id = $thread ORDER BY rowid DESC LIMIT 1", row => row.GetString(0), ("$thread", threadId)) == TurnState.Expired;

    /// <summary>Lets a key go whose turn ended so long ago that the key stands for nothing any more, although the row is still there.</summary>
    public static void ReleaseKey(StoreSession db, string threadId, string key, DateTimeOffset endedBefore) => db.Execute(
        "UPDATE turns SET idempotency_key = NULL WHERE thread_id = $thread AND idempotency_key = $key AND ended_at <= $moment",
        ("$thread", threadId),
        ("$key", key),
        ("$moment", endedBefore));

    /// <summary>The turns that an earlier process has left running.</summary>
    public static IReadOnlyList<TurnRow> Running(StoreSession db) => db.Query($"SELECT {Columns} FROM turns WHERE state = '{TurnState.Running}' AND {IsUnfinished}", Read);

    /// <summary>The turns that wait for results.</summary>
    public static IReadOnlyList<TurnRow> Waiting(StoreSession db) => db.Query($"SELECT {Columns} FROM turns WHERE state = '{TurnState.Waiting}' AND {IsUnfinished}", Read);

    /// <summary>The ids of the turns that ended after a moment.</summary>
    public static IReadOnlyList<string> EndedAfter(StoreSession db, DateTimeOffset moment) =>
        db.Query("SELECT id FROM turns WHERE ended_at > $moment", row => row.GetString(0), ("$moment", moment));

    /// <summary>Removes the rows of turns that nobody can ask for any more.</summary>
    public static void RemoveEndedBefore(StoreSession db, DateTimeOffset moment) =>
        db.Execute($"DELETE FROM turns WHERE ended_at <= $moment AND state <> '{TurnState.Waiting}'", ("$moment", moment));

    private static TurnRow Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.TextOrNull(3),
        row.IsDBNull(4) ? null : (byte[])row.GetValue(4),
        row.GetString(5),
        row.Time(6),
        row.TextOrNull(7))
    {
        EndedAt = row.TimeOrNull(8),
        End = TurnEnd.Of(row.TextOrNull(9)),
        Waiting = row.TextOrNull(10) is { } waiting ? JsonSerializer.Deserialize<WaitingTurn>(waiting) : null,
    };
}
