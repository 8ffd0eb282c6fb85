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
    /// <remarks><c>POST /api/runners/{runnerId}/runs</c></remarks>
    public virtual Task<RunnerRun> TriggerRunAsync(string runnerId, JsonElement? input = null, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/runners/{runnerId}/runs",
            JsonBody.Of(new() { Input = input }, RunnersJson.Default.RunInput, nameof(input)),
            RunnersJson.Default.RunnerRun,
            cancellationToken);

    /// <summary>Lets a run go on that was paused because the budget of its runner was used up.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="runId">The run's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the run may go on.</param>
    /// <returns>The run as it is now.</returns>
    /// <exception cref="FlapjackValidationException">From the reference backend: the run is not paused.</exception>
    /// <remarks><c>POST /api/runners/{runnerId}/runs/{runId}/resume</c></remarks>
    public virtual Task<RunnerRun> ResumeRunAsync(string runnerId, string runId, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/runners/{runnerId}/runs/{runId}/resume", body: null, RunnersJson.Default.RunnerRun, cancellationToken);

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
}
