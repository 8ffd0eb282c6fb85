using System.Data.Common;
using System.Text.Json;
using Flapjack.ReferenceBackend.Usage;
using Flapjack.Sdk;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Traces;

/// <summary>Reads traces, with the sums of their spans.</summary>
/// <param name="store">The store.</param>
internal sealed class TraceQueries(Store store)
{
    private const string Columns = "id, org_id, agent_id, runner_id, thread_id, run_id, session_id, user_id, name, status, started_at, ended_at, tags, metadata";

    // A call of an MCP server is a call of a tool as well.
    private static readonly string Sums =
        $"""
        SELECT {string.Join(", ", Columns.Split(", ").Select(column => $"found.{column}"))},
            COALESCE(SUM(input_tokens), 0), COALESCE(SUM(output_tokens), 0), COALESCE(SUM(cost_nano_usd), 0), COUNT(spans.place),
            COUNT(*) FILTER (WHERE spans.status = 'error'), COUNT(*) FILTER (WHERE spans.kind = 'llm'), COUNT(*) FILTER (WHERE spans.kind IN ('tool', 'mcp'))
        FROM found LEFT JOIN spans ON spans.trace_id = found.id
        GROUP BY found.id ORDER BY found.started_at DESC, found.id DESC
        """;

    /// <summary>A page of an organization's traces, the newest first.</summary>
    /// <exception cref="Refusal">A thing that the filter names does not exist, or belongs to another organization.</exception>
    public IReadOnlyList<FlapjackTrace> Page(string orgId, TraceFilter filter, TraceCursor? after, int limit) => store.Read(db =>
    {
        foreach (var reference in filter.References)
        {
            reference.Check(db, orgId);
        }

        var behind = after is null ? "" : " AND (started_at, id) < ($after_time, $after_id)";
        return db.Query(
            $"""
            WITH found AS (SELECT {Columns} FROM traces WHERE {filter.Sql}{behind} ORDER BY started_at DESC, id DESC LIMIT $limit)
            {Sums}
            """,
            ReadTrace,
            [("$org", orgId), ("$after_time", after?.StartedAt), ("$after_id", after?.Id), ("$limit", limit), .. filter.Parameters]);
    });

    /// <summary>A trace with its spans, in the order in which they began, and its evaluations.</summary>
    /// <exception cref="Refusal">There is no such trace, or it belongs to another organization.</exception>
    public (FlapjackTrace Trace, IReadOnlyList<TraceSpan> Spans, IReadOnlyList<JsonElement> Evaluations) Find(string orgId, string traceId) => store.Read(db =>
    {
        (string, object?) id = ("$id", traceId.ToLowerInvariant());
        var trace = db.QuerySingle($"WITH found AS (SELECT {Columns} FROM traces WHERE id = $id) {Sums}", ReadTrace, id)
            ?? throw Refusal.NotFound($"There is no trace '{traceId}'.");
        return trace.OrgId == orgId
            ? (trace,
                (IReadOnlyList<TraceSpan>)db.Query(
                    """
                    SELECT id, trace_id, parent_span_id, kind, name, status, started_at, ended_at, input, output, error, provider, model, temperature, max_tokens,
                        input_tokens, output_tokens, cached_input_tokens, cost_nano_usd
                    FROM spans WHERE trace_id = $id ORDER BY started_at, place
                    """,
                    ReadSpan,
                    id),
                (IReadOnlyList<JsonElement>)db.Query("SELECT document FROM evaluations WHERE trace_id = $id ORDER BY place", row => JsonElement.Parse(row.GetString(0)), id))
            : throw Refusal.Forbidden($"The trace '{traceId}' belongs to another organization.");
    });

    /// <summary>The organization of a trace; null if there is no such trace.</summary>
    public string? OrgOf(string traceId) => store.Read(db => db.QuerySingle("SELECT org_id FROM traces WHERE id = $id", row => row.GetString(0), ("$id", traceId)));

    private static FlapjackTrace ReadTrace(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        OrgId = row.GetString(1),
        AgentId = row.TextOrNull(2),
        RunnerId = row.TextOrNull(3),
        ThreadId = row.TextOrNull(4),
        RunId = row.TextOrNull(5),
        SessionId = row.TextOrNull(6),
        UserId = row.TextOrNull(7),
        Name = row.GetString(8),
        Status = new(row.GetString(9)),
        StartedAt = row.Time(10),
        EndedAt = row.TimeOrNull(11),
        DurationMs = row.IsDBNull(11) ? null : row.GetInt64(11) - row.GetInt64(10),
        Tags = JsonSerializer.Deserialize<IReadOnlyList<string>>(row.GetString(12))!,
        Metadata = JsonOrNull(row, 13),
        TotalInputTokens = row.GetInt64(14),
        TotalOutputTokens = row.GetInt64(15),
        TotalCostUsd = Dollars.FromNano(row.GetInt64(16)),
        SpanCount = row.GetInt64(17),
        ErrorCount = row.GetInt64(18),
        LlmCallCount = row.GetInt64(19),
        ToolCallCount = row.GetInt64(20),
    };

    private static TraceSpan ReadSpan(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        TraceId = row.GetString(1),
        ParentSpanId = row.TextOrNull(2),
        Kind = new(row.GetString(3)),
        Name = row.GetString(4),
        Status = new(row.GetString(5)),
        StartedAt = row.Time(6),
        EndedAt = row.TimeOrNull(7),
        Input = JsonOrNull(row, 8),
        Output = JsonOrNull(row, 9),
        Error = JsonOrNull(row, 10),
        Provider = row.TextOrNull(11),
        Model = row.TextOrNull(12),
        Temperature = row.IsDBNull(13) ? null : row.GetDouble(13),
        MaxTokens = NumberOrNull(row, 14),
        InputTokens = NumberOrNull(row, 15),
        OutputTokens = NumberOrNull(row, 16),
        CachedInputTokens = NumberOrNull(row, 17),
        CostUsd = NumberOrNull(row, 18) is { } nano ? Dollars.FromNano(nano) : null,
    };

    private static JsonElement? JsonOrNull(DbDataReader row, int column) => row.TextOrNull(column) is { } json ? JsonElement.Parse(json) : null;

    private static long? NumberOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
