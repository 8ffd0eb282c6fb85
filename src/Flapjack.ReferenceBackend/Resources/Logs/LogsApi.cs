using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.Sdk;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Logs;

/// <summary>An organization's traces. Nothing can be written here: agents and runners write their traces themselves.</summary>
/// <param name="traces">Reads the traces.</param>
internal sealed class LogsApi(TraceQueries traces) : IResource
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    // The contract gives these fields to the spans of model calls only.
    private static readonly string[] ModelFields =
        ["provider", "model", "temperature", "max_tokens", "input_tokens", "output_tokens", "cached_input_tokens", "cost_usd"];

    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/api/logs", Read, (call, query) => Page(call.OrgId, query));
        all.Get("/api/logs/{traceId}", call => One(call.OrgId, call["traceId"]));
    }

    private static Query Read(QueryReader query) => new(
        new()
        {
            AgentId = query.Uuid("agent_id", "INVALID_AGENT_ID"),
            RunnerId = query.Uuid("runner_id", "INVALID_RUNNER_ID"),
            ThreadId = query.Uuid("thread_id", "INVALID_THREAD_ID"),
            RunId = query.Uuid("run_id", "INVALID_RUN_ID"),
            Status = query.OneOf("status", "INVALID_STATUS", "running", "ok", "error"),
            Name = query.Text("q", "INVALID_Q"),
        },
        query.WholeNumber("limit", "INVALID_LIMIT", 1, MaxLimit) ?? DefaultLimit,
        TraceCursor.Read(query));

    private JsonObject Page(string orgId, Query query)
    {
        // One more than asked for tells whether there is a next page.
        var found = traces.Page(orgId, query.Filter, query.After, query.Limit + 1);
        var page = found.Take(query.Limit).ToList();
        var last = found.Count > query.Limit ? page[^1] : null;
        return new()
        {
            ["traces"] = new JsonArray([.. page.Select(Listed)]),
            ["nextCursor"] = last is null ? null : new TraceCursor(last.StartedAt!.Value, last.Id).ToString(),
        };
    }

    private JsonObject One(string orgId, string traceId)
    {
        var (trace, spans, evaluations) = traces.Find(orgId, traceId);
        return new()
        {
            ["trace"] = HttpContextJson.ToJson(trace),
            ["spans"] = new JsonArray([.. spans.Select(Sent)]),
            ["evaluations"] = new JsonArray([.. evaluations.Select(evaluation => JsonNode.Parse(evaluation.GetRawText()))]),
        };
    }

    private static JsonObject Listed(FlapjackTrace trace)
    {
        var json = HttpContextJson.ToJson(trace);
        json.Remove("metadata");
        return json;
    }

    private static JsonObject Sent(TraceSpan span)
    {
        var json = HttpContextJson.ToJson(span);
        foreach (var field in span.Kind == TraceSpanKind.Llm ? [] : ModelFields)
        {
            json.Remove(field);
        }

        return json;
    }

    private sealed record Query(TraceFilter Filter, int Limit, TraceCursor? After);
}
