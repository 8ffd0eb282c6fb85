using System.Data.Common;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Dashboard.Traces;

/// <summary>Reads and lists traces.</summary>
internal sealed class TraceRows(Store store)
{
    private static readonly string[] Columns = ["Trace", "Status", "Took", "Agent", "Began"];

    /// <summary>A page of traces, the newest first.</summary>
    /// <param name="column">The column that narrows the list, <c>agent_id</c>, <c>thread_id</c> or <c>run_id</c>; null for all traces.</param>
    /// <param name="value">The value of the column.</param>
    /// <param name="before">The place before which the page begins.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<TraceRow> Page(string? column, string? value, long before, int most) => store.Read(db => db.Query(
        // The plus sign lets SQLite search by the column, and not read the traces of all agents in their order.
        $"""
        SELECT rowid, id, name, status, agent_id, started_at, ended_at FROM traces
        WHERE {(column is null ? "rowid < $before ORDER BY rowid" : $"{column} = $value AND +rowid < $before ORDER BY +rowid")} DESC LIMIT $most
        """,
        Read,
        ("$value", value),
        ("$before", before),
        ("$most", most)));

    public static Html Table(IEnumerable<TraceRow> traces) => Pieces.Table("Traces", Columns, [.. traces.Select(Row)], "No traces yet. A turn of a chat and a step of a run leave one each.");

    /// <summary>The status of a trace or of a span.</summary>
    public static Html Pill(string? status) => Pieces.Pill(status ?? "unknown", status switch
    {
        "ok" or "success" or "completed" => "good",
        "error" or "failed" => "bad",
        "running" or "pending" => "moving",
        _ => "",
    });

    private static Html[] Row(TraceRow trace) =>
    [
        $"""<a href="/dashboard/traces/{Pieces.Segment(trace.Id)}">{Pieces.Name(trace.Name, "without a name")}</a> {Pieces.Id(trace.Id)}""",
        Pill(trace.Status),
        $"{Pieces.Duration(trace.EndedAt - trace.StartedAt)}",
        Pieces.Agent(trace.AgentId),
        Pieces.Time(trace.StartedAt),
    ];

    private static TraceRow Read(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.Time(5), row.TimeOrNull(6));
}
