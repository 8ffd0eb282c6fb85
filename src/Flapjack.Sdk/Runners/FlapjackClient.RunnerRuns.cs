using System.Globalization;
using System.Text.Json;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Starts a run of a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="input">What the run is started with, a JSON object, for example <c>JsonElement.Parse("""{"topic":"AI news"}""")</c>; null for nothing.</param>
    /// <param name="cancellationToken">Ends the call; the run may have been started, and goes on.</param>
    /// <returns>The run, which waits for its turn (<see cref="RunnerRunStatus.Pending"/>).</returns>
    /// <remarks><c>POST /api/runners/{runnerId}/runs</c>. <see cref="WaitForRunAsync"/> waits for its end.</remarks>
    public virtual Task<RunnerRun> TriggerRunAsync(string runnerId, JsonElement? input = null, CancellationToken cancellationToken = default) =>
        WithRedaction(Http.PostAsync(
            $"/api/runners/{runnerId}/runs",
            JsonBody.Of(new() { Input = input }, RunnersJson.Default.RunInput, nameof(input)),
            RunnersJson.Default.RunnerRun,
            cancellationToken));

    /// <summary>Lists the runs of a runner, the newest first. Their pages are fetched while you enumerate.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="request">Which runs; null for all of the runner.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The runs, without their steps. Nothing is sent before the first of them is asked for. Runs that are created meanwhile are not among them.</returns>
    /// <exception cref="FlapjackProtocolException">The service says that the next page is a page that was read before, so the list would never end.</exception>
    /// <remarks>
    /// <c>GET /api/runners/{runnerId}/runs</c>. The service does not document this call; the reference backend has it. <see cref="GetRunPageAsync"/> reads a
    /// single page.
    /// </remarks>
    public virtual IAsyncEnumerable<RunnerRun> ListRunsAsync(string runnerId, ListRunsRequest? request = null, CancellationToken cancellationToken = default)
    {
        var (http, path) = (Http, PathOf(runnerId, request));
        return Pages.ReadAll(null, (cursor, token) => ReadRunPage(http, path, cursor, token), page => page.Runs, page => page.NextCursor, cancellationToken);
    }

    /// <summary>Reads one page of the runs of a runner, the newest first. <see cref="ListRunsAsync"/> reads all pages.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="request">Which runs; null for all of the runner.</param>
    /// <param name="cursor">The <see cref="RunnerRunPage.NextCursor"/> of the page before this page; null for the first page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The page, with the cursor of the next page.</returns>
    /// <remarks><c>GET /api/runners/{runnerId}/runs</c>. The service does not document this call; the reference backend has it.</remarks>
    public virtual Task<RunnerRunPage> GetRunPageAsync(
        string runnerId, ListRunsRequest? request = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        ReadRunPage(Http, PathOf(runnerId, request), cursor, cancellationToken);

    /// <summary>Reads a run with all of its steps.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="runId">The run's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The run.</returns>
    /// <remarks>
    /// <c>GET /api/runners/{runnerId}/runs/{runId}</c>. The service does not document this call; the reference backend has it. <see cref="WaitForRunAsync"/>
    /// waits for the end of a run, and <see cref="WatchRunAsync"/> follows its steps.
    /// </remarks>
    public virtual Task<RunnerRun> GetRunAsync(string runnerId, string runId, CancellationToken cancellationToken = default) =>
        WithRedaction(Http.GetAsync($"/api/runners/{runnerId}/runs/{runId}", RunnersJson.Default.RunnerRun, cancellationToken, RunErrors.Reading));

    /// <summary>Cancels a run: the call of a model and the processes of a command that it has started end with it.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="runId">The run's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the run may have been cancelled.</param>
    /// <returns>The run after it has ended.</returns>
    /// <exception cref="FlapjackValidationException">From the reference backend: the run has ended already (<c>RUN_HAS_ENDED</c>).</exception>
    /// <remarks>
    /// <c>POST /api/runners/{runnerId}/runs/{runId}/cancel</c>. The service does not document this call; the reference backend has it.
    /// </remarks>
    public virtual Task<RunnerRun> CancelRunAsync(string runnerId, string runId, CancellationToken cancellationToken = default) =>
        WithRedaction(Http.PostAsync(
            $"/api/runners/{runnerId}/runs/{runId}/cancel", body: null, RunnersJson.Default.RunnerRun, cancellationToken, RunErrors.Cancelling));

    /// <summary>Lets a run go on that was paused because the budget of its runner was used up. The run pauses again if the budget is still used up.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="runId">The run's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the run may go on.</param>
    /// <returns>The run as it is now.</returns>
    /// <exception cref="FlapjackValidationException">From the reference backend: the run is not paused.</exception>
    /// <remarks><c>POST /api/runners/{runnerId}/runs/{runId}/resume</c>. <see cref="UpdateRunnerBudgetAsync"/> raises the budget.</remarks>
    public virtual Task<RunnerRun> ResumeRunAsync(string runnerId, string runId, CancellationToken cancellationToken = default) =>
        WithRedaction(Http.PostAsync($"/api/runners/{runnerId}/runs/{runId}/resume", body: null, RunnersJson.Default.RunnerRun, cancellationToken));

    /// <summary>Reads what a runner has done in the last days, and what it has cost.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="period">How many days are counted; null for the service's default, thirty days.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The numbers.</returns>
    /// <remarks><c>GET /api/runners/{runnerId}/analytics</c></remarks>
    public virtual Task<RunnerAnalytics> GetRunnerAnalyticsAsync(string runnerId, AnalyticsPeriod? period = null, CancellationToken cancellationToken = default) =>
        Http.GetAsync(
            WirePath.Of($"/api/runners/{runnerId}/analytics").Query("period", period?.Value, nameof(period)),
            RunnersJson.Default.RunnerAnalytics,
            cancellationToken);

    private static async Task<RunnerRunPage> ReadRunPage(WireHttp http, WirePath path, string? cursor, CancellationToken cancellationToken)
    {
        var page = await http.GetAsync(path.Query("cursor", cursor), RunnersJson.Default.RunnerRunPage, cancellationToken, RunErrors.Listing, method: nameof(GetRunPageAsync)).ConfigureAwait(false);
        return page with { Runs = [.. page.Runs.Select(run => run with { Redaction = http.Settings.Redaction })] };
    }

    private static WirePath PathOf(string runnerId, ListRunsRequest? request) => WirePath.Of($"/api/runners/{runnerId}/runs")
        .Query("status", request?.Status?.Value, nameof(request))
        .Query("limit", request?.Limit?.ToString(CultureInfo.InvariantCulture), nameof(request));

    private async Task<RunnerRun> WithRedaction(Task<RunnerRun> run) =>
        await run.ConfigureAwait(false) with { Redaction = _settings!.Http.Redaction };
}
