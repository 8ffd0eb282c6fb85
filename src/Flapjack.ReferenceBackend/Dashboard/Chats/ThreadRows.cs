using System.Data.Common;
using Flapjack.ReferenceBackend.Chat.Turns;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Dashboard.Chats;

/// <summary>Reads and lists threads.</summary>
internal sealed class ThreadRows(Store store)
{
    private const string Rows =
        """
        SELECT rowid, id, agent_id, json_extract(document, '$.title'), created_at, updated_at,
            (SELECT state FROM turns WHERE thread_id = threads.id AND state IN ('running', 'waiting') LIMIT 1)
        FROM threads
        """;

    private static readonly string[] Columns = ["Chat", "Turn", "Agent", "Made"];

    /// <summary>A page of the threads, the newest first: of one agent, or of all.</summary>
    public IReadOnlyList<ThreadRow> Page(string? agentId, long before, int most) => store.Read(db => db.Query(
        $"{Rows} WHERE {(agentId is null ? "" : "agent_id = $agent AND ")}rowid < $before ORDER BY rowid DESC LIMIT $most",
        Read,
        ("$agent", agentId),
        ("$before", before),
        ("$most", most)));

    public ThreadRow? Find(string id) => store.Read(db => db.QuerySingle($"{Rows} WHERE id = $id", Read, ("$id", id)));

    /// <summary>A page of the messages of a thread, the newest first.</summary>
    public IReadOnlyList<MessageRow> Messages(string threadId, long before, int most) => store.Read(db => MessageTable.Page(db, threadId, before, most));

    public static Html Table(IEnumerable<ThreadRow> threads) => Pieces.Table("Chats", Columns, [.. threads.Select(Row)], "No chats yet.");

    public static Html Pill(ThreadRow thread) => Html.If(thread.Turn is not null, Pieces.Pill(thread.Turn == "waiting" ? "waits for a tool" : "answering", "moving"));

    private static Html[] Row(ThreadRow thread) =>
    [
        $"""<a href="/dashboard/chats/{Pieces.Segment(thread.Id)}">{Pieces.Name(thread.Title, "without a title")}</a> {Pieces.Id(thread.Id)}""",
        Pill(thread),
        Pieces.Agent(thread.AgentId),
        Pieces.Time(thread.CreatedAt),
    ];

    private static ThreadRow Read(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(6), row.Time(4), row.Time(5));
}
