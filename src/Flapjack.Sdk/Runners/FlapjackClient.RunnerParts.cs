using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the steps of a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them, in the order in which the service sends them; empty when there is none.</returns>
    /// <remarks><c>GET /api/runners/{runnerId}/steps</c></remarks>
    public virtual Task<IReadOnlyList<RunnerStep>> ListRunnerStepsAsync(string runnerId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/runners/{runnerId}/steps", RunnersJson.Default.IReadOnlyListRunnerStep, cancellationToken);

    /// <summary>Adds a step to a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="request">The step.</param>
    /// <param name="cancellationToken">Ends the call; the step may have been added.</param>
    /// <returns>The step as it was added.</returns>
    /// <remarks><c>POST /api/runners/{runnerId}/steps</c></remarks>
    public virtual Task<RunnerStep> AddRunnerStepAsync(string runnerId, AddRunnerStepRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/runners/{runnerId}/steps", JsonBody.Of(request, RunnersJson.Default.AddRunnerStepRequest), RunnersJson.Default.RunnerStep, cancellationToken);

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
    /// <returns>The trigger as it was added.</returns>
    /// <remarks><c>POST /api/runners/{runnerId}/triggers</c></remarks>
    public virtual Task<RunnerTrigger> AddRunnerTriggerAsync(string runnerId, AddRunnerTriggerRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/runners/{runnerId}/triggers",
            JsonBody.Of(request, RunnersJson.Default.AddRunnerTriggerRequest),
            RunnersJson.Default.RunnerTrigger,
            cancellationToken);

    /// <summary>Reads the budget of a runner, which pauses its runs when it is used up.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The budget as the service sent it, because the service does not document its fields.</returns>
    /// <remarks><c>GET /api/runners/{runnerId}/budget</c></remarks>
    public virtual Task<JsonElement> GetRunnerBudgetAsync(string runnerId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/runners/{runnerId}/budget", BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Changes the budget of a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="budget">The whole budget, a JSON object: preferably the result of <see cref="GetRunnerBudgetAsync"/> with your changes. It is sent as it
    /// is, because the service does not document its fields.</param>
    /// <param name="cancellationToken">Ends the call; the budget may have been changed.</param>
    /// <returns>The budget as it is now.</returns>
    /// <remarks><c>PUT /api/runners/{runnerId}/budget</c></remarks>
    public virtual Task<JsonElement> UpdateRunnerBudgetAsync(string runnerId, JsonElement budget, CancellationToken cancellationToken = default) =>
        Http.PutAsync($"/api/runners/{runnerId}/budget", JsonBody.Of(budget), BasicJson.Default.JsonElement, cancellationToken);
}
