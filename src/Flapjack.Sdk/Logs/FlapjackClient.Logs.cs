using System.Globalization;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists traces, the newest first. Their pages are fetched while you enumerate.</summary>
    /// <param name="request">Which traces; null for all of the organization.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The traces. Nothing is sent before the first of them is asked for. Traces that begin meanwhile are not among them.</returns>
    /// <exception cref="FlapjackProtocolException">The service says that the next page is a page that was read before, so the list would never end.</exception>
    /// <remarks><c>GET /api/logs</c>. <see cref="GetTracePageAsync"/> reads a single page.</remarks>
    public virtual IAsyncEnumerable<FlapjackTrace> ListTracesAsync(ListTracesRequest? request = null, CancellationToken cancellationToken = default)
    {
        var (http, path) = (Http, PathOf(request));
        return Pages.ReadAll(null, (cursor, token) => ReadTracePage(http, path, cursor, token), page => page.Traces, page => page.NextCursor, cancellationToken);
    }

    /// <summary>Reads one page of traces, the newest first. <see cref="ListTracesAsync"/> reads all pages.</summary>
    /// <param name="request">Which traces; null for all of the organization.</param>
    /// <param name="cursor">The <see cref="TracePage.NextCursor"/> of the page before this page; null for the first page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The page, with the cursor of the next page.</returns>
    /// <remarks><c>GET /api/logs</c></remarks>
    public virtual Task<TracePage> GetTracePageAsync(ListTracesRequest? request = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        ReadTracePage(Http, PathOf(request), cursor, cancellationToken);

    /// <summary>Reads a trace with all of its spans.</summary>
    /// <param name="traceId">The trace's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The trace; <see cref="TraceDetails.BuildSpanTree"/> makes a tree of its spans.</returns>
    /// <remarks><c>GET /api/logs/{traceId}</c></remarks>
    public virtual Task<TraceDetails> GetTraceAsync(string traceId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/logs/{traceId}", LogsJson.Default.TraceDetails, cancellationToken);

    private static Task<TracePage> ReadTracePage(WireHttp http, WirePath path, string? cursor, CancellationToken cancellationToken) =>
        http.GetAsync(path.Query("cursor", cursor), LogsJson.Default.TracePage, cancellationToken, method: nameof(GetTracePageAsync));

    private static WirePath PathOf(ListTracesRequest? request) => WirePath.Of($"/api/logs")
        .Query("limit", request?.Limit?.ToString(CultureInfo.InvariantCulture), nameof(request))
        .Query("agent_id", request?.AgentId, nameof(request))
        .Query("runner_id", request?.RunnerId, nameof(request))
        .Query("thread_id", request?.ThreadId, nameof(request))
        .Query("run_id", request?.RunId, nameof(request))
        .Query("status", request?.Status?.Value, nameof(request))
        .Query("q", request?.Query, nameof(request));
}
