using System.Data.Common;
using System.Text.Json.Nodes;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>What has happened in each session, in the order in which it happened. It is written by the same change as the session itself.</summary>
internal static class CodeSessionTimeline
{
    private const string Columns = "type, data, seq, id, created_at";

    /// <summary>Adds events.</summary>
    /// <returns>The events, each as it is sent.</returns>
    public static List<JsonObject> Append(StoreSession db, string sessionId, IEnumerable<CodeSessionEvent> events, DateTimeOffset now)
    {
        var seq = db.QuerySingle(
            "SELECT coalesce(max(seq), 0) FROM code_session_events WHERE code_session_id = $id", row => row.GetInt64(0), ("$id", sessionId));
        var appended = new List<JsonObject>();
        foreach (var happened in events)
        {
            var id = Guid.CreateVersion7(now).ToString();
            db.Execute(
                "INSERT INTO code_session_events (code_session_id, seq, id, created_at, type, data) VALUES ($session, $seq, $id, $now, $type, $data)",
                ("$session", sessionId),
                ("$seq", ++seq),
                ("$id", id),
                ("$now", now),
                ("$type", happened.Type),
                ("$data", happened.Data.ToJsonString()));
            appended.Add(happened.ToJson(sessionId, seq, id, now));
        }

        return appended;
    }

    /// <summary>The events behind a number, the oldest first, each as it is sent.</summary>
    public static IReadOnlyList<JsonObject> Read(StoreSession db, string sessionId, long after) => db.Query(
        $"SELECT {Columns} FROM code_session_events WHERE code_session_id = $id AND seq > $after ORDER BY seq",
        row => new CodeSessionEvent(row.GetString(0), DataOf(row)).ToJson(sessionId, row.GetInt64(2), row.GetString(3), row.Time(4)),
        ("$id", sessionId),
        ("$after", after));

    /// <summary>The first prompt behind the event of a number, and how many prompts the session has up to it; null if there is none.</summary>
    public static (long Seq, string Prompt, int Number)? FirstPrompt(StoreSession db, string sessionId, long after) => db.QuerySingle<(long, string, int)?>(
        $"""
        SELECT {Columns}, (SELECT count(*) FROM code_session_events AS earlier WHERE earlier.code_session_id = $id AND earlier.type = $type AND earlier.seq <= code_session_events.seq)
        FROM code_session_events WHERE code_session_id = $id AND type = $type AND seq > $after ORDER BY seq LIMIT 1
        """,
        row => (row.GetInt64(2), (string)DataOf(row)["prompt"]!, row.GetInt32(5)),
        ("$id", sessionId),
        ("$type", CodeSessionEvent.Message),
        ("$after", after));

    private static JsonObject DataOf(DbDataReader row) => JsonNode.Parse(row.GetString(1))!.AsObject();
}
