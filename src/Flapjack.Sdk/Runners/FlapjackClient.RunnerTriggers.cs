using System.Text.Json;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the triggers of a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/runners/{runnerId}/triggers</c></remarks>
    public virtual Task<IReadOnlyList<RunnerTrigger>> ListRunnerTriggersAsync(string runnerId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/runners/{runnerId}/triggers", RunnersJson.Default.IReadOnlyListRunnerTrigger, cancellationToken);

    /// <summary>Adds a trigger to a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="request">The trigger.</param>
    /// <param name="cancellationToken">Ends the call; the trigger may have been added.</param>
    /// <returns>The trigger as it was added. The <see cref="RunnerTrigger.WebhookSecret"/> of a webhook trigger is shown only here: keep it.</returns>
    /// <remarks><c>POST /api/runners/{runnerId}/triggers</c></remarks>
    public virtual Task<RunnerTrigger> AddRunnerTriggerAsync(string runnerId, AddRunnerTriggerRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/runners/{runnerId}/triggers",
            JsonBody.Of(request, RunnersJson.Default.AddRunnerTriggerRequest),
            RunnersJson.Default.RunnerTrigger,
            cancellationToken);

    /// <summary>Starts a run as the trigger would, for example to test a cron trigger without waiting for it.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="triggerId">The trigger's id, a UUID.</param>
    /// <param name="input">What the run is started with, a JSON object; null for nothing.</param>
    /// <param name="cancellationToken">Ends the call; the run may have been started, and goes on.</param>
    /// <returns>The run, which waits for its turn (<see cref="RunnerRunStatus.Pending"/>).</returns>
    /// <exception cref="FlapjackValidationException">From the reference backend: the kind of the trigger starts no runs there (<c>TRIGGER_NOT_AVAILABLE</c>).</exception>
    /// <remarks>
    /// <c>POST /api/runners/{runnerId}/triggers/{triggerId}/fire</c>. The service does not document this call; the reference backend has it.
    /// </remarks>
    public virtual Task<RunnerRun> FireRunnerTriggerAsync(
        string runnerId, string triggerId, JsonElement? input = null, CancellationToken cancellationToken = default) =>
        WithRedaction(Http.PostAsync(
            $"/api/runners/{runnerId}/triggers/{triggerId}/fire",
            JsonBody.Of(new() { Input = input }, RunnersJson.Default.RunInput, nameof(input)),
            RunnersJson.Default.RunnerRun,
            cancellationToken,
            RunErrors.Firing));

    /// <summary>Deletes a trigger. The runs that it has started go on.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="triggerId">The trigger's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the trigger may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks>
    /// <c>DELETE /api/runners/{runnerId}/triggers/{triggerId}</c>. The service does not document this call; the reference backend has it.
    /// </remarks>
    public virtual Task DeleteRunnerTriggerAsync(string runnerId, string triggerId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/runners/{runnerId}/triggers/{triggerId}", cancellationToken, RunErrors.Deleting);
}
