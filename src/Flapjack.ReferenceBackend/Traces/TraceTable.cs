using System.Text.Json;
using Flapjack.ReferenceBackend.Usage;
using Flapjack.Sdk;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Traces;

/// <summary>
/// Writes traces, as part of the change that stores the turn or the step. A trace and its spans are stored when they begin, and again when they end, so
/// that what a crash cuts off can be seen.
/// </summary>
internal static class TraceTable
{
    /// <summary>The longest input, output or error of a span that is kept whole, in characters of JSON.</summary>
    public const int MaxText = 256 * 1024;

    /// <summary>Stores a trace and some of its spans, each new or in the place of what was stored under its id.</summary>
    /// <param name="db">The change.</param>
    /// <param name="trace">The trace. Its sums are not stored: they are counted from its spans.</param>
    /// <param name="spans">The spans that have begun or ended.</param>
    public static void Save(StoreSession db, FlapjackTrace trace, params IReadOnlyList<TraceSpan> spans)
    {
        SaveTrace(db, trace);
        SaveSpans(db, trace.Id, spans);
    }

    /// <summary>Stores some spans of a trace that is stored already, each new or in the place of what was stored under its id.</summary>
    public static void SaveSpans(StoreSession db, string traceId, params IReadOnlyList<TraceSpan> spans)
    {
        foreach (var span in spans)
        {
            SaveSpan(db, traceId, span);
        }
    }

    /// <summary>Whether there is such a trace. A trace is deleted with its agent and with its runner.</summary>
    public static bool Exists(StoreSession db, string traceId) => db.QuerySingle("SELECT 1 FROM traces WHERE id = $id", row => row.GetInt64(0), ("$id", traceId)) == 1;

    /// <summary>Ends a trace that nothing will end any more, with every span of it that has not ended.</summary>
    /// <param name="db">The change.</param>
    /// <param name="traceId">The trace.</param>
    /// <param name="now">When it ends.</param>
    /// <param name="why">Why, for the spans.</param>
    public static void CutOff(StoreSession db, string traceId, DateTimeOffset now, JsonElement why)
    {
        db.Execute(
            $"UPDATE spans SET status = '{TraceStatus.Error.Value}', ended_at = $now, error = $why WHERE trace_id = $trace AND ended_at IS NULL",
            ("$trace", traceId),
            ("$now", now),
            ("$why", why.GetRawText()));
        db.Execute(
            $"UPDATE traces SET status = '{TraceStatus.Error.Value}', ended_at = $now WHERE id = $trace AND ended_at IS NULL", ("$trace", traceId), ("$now", now));
    }

    /// <summary>Adds a judgement of a trace.</summary>
    public static void AddEvaluation(StoreSession db, string traceId, JsonElement evaluation) => db.Execute(
        "INSERT INTO evaluations (trace_id, document) VALUES ($trace, $document)", ("$trace", traceId), ("$document", evaluation.GetRawText()));

    private static void SaveTrace(StoreSession db, FlapjackTrace trace) => db.Execute(
        """
        INSERT INTO traces (id, org_id, agent_id, runner_id, thread_id, run_id, session_id, user_id, name, status, started_at, ended_at, tags, metadata)
        VALUES ($id, $org, $agent, $runner, $thread, $run, $session, $user, $name, $status, $started, $ended, $tags, $metadata)
        ON CONFLICT (id) DO UPDATE SET name = $name, status = $status, ended_at = $ended, tags = $tags, metadata = $metadata
        """,
        ("$id", trace.Id),
        ("$org", trace.OrgId),
        ("$agent", trace.AgentId),
        ("$runner", trace.RunnerId),
        ("$thread", trace.ThreadId),
        ("$run", trace.RunId),
        ("$session", trace.SessionId),
        ("$user", trace.UserId),
        ("$name", trace.Name),
        ("$status", trace.Status?.Value),
        ("$started", trace.StartedAt),
        ("$ended", trace.EndedAt),
        ("$tags", JsonSerializer.Serialize(trace.Tags)),
        ("$metadata", trace.Metadata?.GetRawText()));

    private static void SaveSpan(StoreSession db, string traceId, TraceSpan span) => db.Execute(
        """
        INSERT INTO spans (id, trace_id, parent_span_id, kind, name, status, started_at, ended_at, provider, model, temperature, max_tokens,
            input_tokens, output_tokens, cached_input_tokens, cost_nano_usd, input, output, error)
        VALUES ($id, $trace, $parent, $kind, $name, $status, $started, $ended, $provider, $model, $temperature, $max,
            $input_tokens, $output_tokens, $cached, $cost, $input, $output, $error)
        ON CONFLICT (id) DO UPDATE SET status = $status, ended_at = $ended, provider = $provider, model = $model, temperature = $temperature, max_tokens = $max,
            input_tokens = $input_tokens, output_tokens = $output_tokens, cached_input_tokens = $cached, cost_nano_usd = $cost, input = $input, output = $output, error = $error
        """,
        ("$id", span.Id),
        ("$trace", traceId),
        ("$parent", span.ParentSpanId),
        ("$kind", span.Kind?.Value),
        ("$name", span.Name),
        ("$status", span.Status?.Value),
        ("$started", span.StartedAt),
        ("$ended", span.EndedAt),
        ("$provider", span.Provider),
        ("$model", span.Model),
        ("$temperature", span.Temperature),
        ("$max", span.MaxTokens),
        ("$input_tokens", span.InputTokens),
        ("$output_tokens", span.OutputTokens),
        ("$cached", span.CachedInputTokens),
        ("$cost", span.CostUsd is { } cost ? Dollars.ToNano(cost) : null),
        ("$input", Bounded(span.Input)),
        ("$output", Bounded(span.Output)),
        ("$error", Bounded(span.Error)));

    /// <summary>The JSON as it is stored. JSON that is too long becomes a text with its beginning.</summary>
    private static string? Bounded(JsonElement? json)
    {
        if (json?.GetRawText() is not { Length: > MaxText } whole)
        {
            return json?.GetRawText();
        }

        // Half a character at the end would not be text.
        var length = char.IsHighSurrogate(whole[MaxText - 1]) ? MaxText - 1 : MaxText;
        return JsonSerializer.Serialize(whole[..length]);
    }
}
