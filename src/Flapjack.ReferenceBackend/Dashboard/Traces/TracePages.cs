using System.Globalization;
using Flapjack.ReferenceBackend.Dashboard.Access;
using Flapjack.ReferenceBackend.Dashboard.Agents;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Traces;

/// <summary>The traces of chats and runs, each with its spans as a tree.</summary>
internal sealed class TracePages(TraceRows rows, TraceQueries traces, AgentMasks masks, TimeProvider clock)
{
    private const string Path = "/dashboard/traces";
    private const string NoTrace = "There is no such trace. It goes with its agent or its runner.";

    private static readonly (string Query, string Column)[] Filters = [("agent", "agent_id"), ("thread", "thread_id"), ("run", "run_id")];

    public void Map(PageRoutes pages)
    {
        pages.Get(Path, ShowListAsync);
        pages.Get($"{Path}/{{traceId}}", ShowAsync);
    }

    private Task ShowListAsync(HttpContext context)
    {
        var paging = Paging.Of(context);
        var (query, column) = Filters.FirstOrDefault(filter => context.Request.Query.ContainsKey(filter.Query));
        var value = query is null ? null : context.Request.Query[query].ToString().ToLowerInvariant();
        var read = rows.Page(column, value, paging.Before, Paging.Read);
        var shown = read.Take(Paging.Size).ToList();
        var path = value is null ? Path : $"{Path}?{query}={Pieces.Segment(value)}";
        return new Page("Traces", Path, $"""
            <h1>Traces</h1>
            {Html.If(value is not null, $"""<p class="lead">Only of the {query} {Pieces.Id(value)}. <a href="{Path}">All traces</a></p>""")}
            <div id="traces" data-live>{TraceRows.Table(shown)}</div>
            {paging.Links(path, [.. read.Select(trace => trace.Place)])}
            """)
        { IsMoving = shown.Exists(trace => trace.EndedAt is null) }.WriteAsync(context);
    }

    private Task ShowAsync(HttpContext context)
    {
        var id = ((string)context.GetRouteValue("traceId")!).ToLowerInvariant();
        try
        {
            return traces.OrgOf(id) is { } org
                ? PageOf(traces.Find(org, id)).WriteAsync(context)
                : RefusedPage.NotFound(NoTrace).WriteAsync(context);
        }
        catch (Refusal)
        {
            // It was deleted between the two reads.
            return RefusedPage.NotFound(NoTrace).WriteAsync(context);
        }
    }

    private Page PageOf((FlapjackTrace Trace, IReadOnlyList<TraceSpan> Spans, IReadOnlyList<System.Text.Json.JsonElement> Evaluations) found)
    {
        var trace = found.Trace;
        var tree = new SpanTree(trace, found.Spans, masks.Of(trace.AgentId), clock.GetUtcNow()).Draw();
        var tokens = string.Create(CultureInfo.InvariantCulture, $"{trace.TotalInputTokens} in, {trace.TotalOutputTokens} out, {trace.TotalCostUsd} US dollars");
        return new Page(trace.Name ?? "Trace", Path, $"""
            <p class="crumb"><a href="{Path}"><span aria-hidden="true">←</span> Traces</a></p>
            <div class="title"><h1>{Pieces.Name(trace.Name, "Trace without a name")}</h1><span id="status" data-live>{TraceRows.Pill(trace.Status?.ToString())}</span></div>
            {Pieces.Section("spans", "Spans", $"""<div class="card">{tree}</div>""")}
            {Pieces.Section("facts", "What is known", Pieces.Facts(
                new("Began", Pieces.Time(trace.StartedAt)),
                new("Took", $"{Pieces.Duration(trace.EndedAt - trace.StartedAt)}"),
                new("Tokens", $"{tokens}"),
                new("Agent", Pieces.Agent(trace.AgentId)),
                new("Chat", Link("chats", trace.ThreadId)),
                new("Run", Link("runs", trace.RunId)),
                new("Trace", $"<code>{trace.Id}</code>")))}
            """)
        { IsMoving = trace.EndedAt is null };
    }

    private static Html Link(string place, string? id) => id switch
    {
        null => (Html)$"–",
        _ => $"""<a href="/dashboard/{place}/{Pieces.Segment(id)}">{Pieces.Id(id)}</a>""",
    };
}
