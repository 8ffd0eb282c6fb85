using System.Data.Common;
using System.Text.Json;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The messages of threads.</summary>
internal static class MessageTable
{
    private const string Columns = "place, id, thread_id, turn_id, role, created_at, sender_id, content, tool_calls, tool_call_id, chunk_ids, covers, is_partial";

    public static void Add(StoreSession db, MessageRow message) => db.Execute(
        """
        INSERT INTO messages (id, thread_id, turn_id, role, created_at, sender_id, content, tool_calls, tool_call_id, chunk_ids, covers, is_partial)
        VALUES ($id, $thread, $turn, $role, $now, $sender, $content, $calls, $call, $chunks, $covers, $partial)
        """,
        ("$id", message.Id),
        ("$thread", message.ThreadId),
        ("$turn", message.TurnId),
        ("$role", message.Role),
        ("$now", message.CreatedAt),
        ("$sender", message.SenderId),
        ("$content", message.Content),
        ("$calls", message.ToolCalls.Count == 0 ? null : JsonSerializer.Serialize(message.ToolCalls)),
        ("$call", message.ToolCallId),
        ("$chunks", message.ChunkIds.Count == 0 ? null : JsonSerializer.Serialize(message.ChunkIds)),
        ("$covers", message.Covers),
        ("$partial", message.IsPartial));

    /// <summary>All messages of a thread, the oldest first.</summary>
    public static IReadOnlyList<MessageRow> Of(StoreSession db, string threadId) =>
        db.Query($"SELECT {Columns} FROM messages WHERE thread_id = $thread ORDER BY place", Read, ("$thread", threadId));

    /// <summary>A page of the messages of a thread, the newest first.</summary>
    /// <param name="db">The read.</param>
    /// <param name="threadId">The thread.</param>
    /// <param name="before">The place before which the page begins.</param>
    /// <param name="most">How many at most.</param>
    public static IReadOnlyList<MessageRow> Page(StoreSession db, string threadId, long before, int most) => db.Query(
        $"SELECT {Columns} FROM messages WHERE thread_id = $thread AND place < $before ORDER BY place DESC LIMIT $most",
        Read,
        ("$thread", threadId),
        ("$before", before),
        ("$most", most));

    /// <summary>What a model is told of a thread: the newest summary, if there is one, and the messages that it does not stand for.</summary>
    public static IReadOnlyList<MessageRow> Told(StoreSession db, string threadId)
    {
        var summary = db.QuerySingle(
            $"SELECT {Columns} FROM messages WHERE thread_id = $thread AND role = '{MessageRow.Summary}' ORDER BY place DESC LIMIT 1", Read, ("$thread", threadId));
        var rest = db.Query(
            $"SELECT {Columns} FROM messages WHERE thread_id = $thread AND place > $covers AND role <> '{MessageRow.Summary}' ORDER BY place",
            Read,
            ("$thread", threadId),
            ("$covers", summary?.Covers ?? 0));
        return summary is null ? rest : [summary, .. rest];
    }

    private static MessageRow Read(DbDataReader row) => new()
    {
        Place = row.GetInt64(0),
        Id = row.GetString(1),
        ThreadId = row.GetString(2),
        TurnId = row.GetString(3),
        Role = row.GetString(4),
        CreatedAt = row.Time(5),
        SenderId = row.TextOrNull(6),
        Content = row.GetString(7),
        ToolCalls = row.TextOrNull(8) is { } calls ? JsonSerializer.Deserialize<StoredToolCall[]>(calls)! : [],
        ToolCallId = row.TextOrNull(9),
        ChunkIds = row.TextOrNull(10) is { } chunks ? JsonSerializer.Deserialize<long[]>(chunks)! : [],
        Covers = row.IsDBNull(11) ? null : row.GetInt64(11),
        IsPartial = row.GetBoolean(12),
    };
}
