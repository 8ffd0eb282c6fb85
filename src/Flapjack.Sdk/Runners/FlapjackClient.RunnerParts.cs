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

    /// <summary>Reads the budget of a runner, which pauses its runs when it is used up.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The budget, with all that the service sent.</returns>
    /// <remarks><c>GET /api/runners/{runnerId}/budget</c></remarks>
    public virtual Task<RunnerBudget> GetRunnerBudgetAsync(string runnerId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/runners/{runnerId}/budget", RunnersJson.Default.RunnerBudget, cancellationToken);

    /// <summary>Changes the budget of a runner. Runs that are paused stay so, until <see cref="ResumeRunAsync"/> lets them go on.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="budget">The whole budget, preferably the result of <see cref="GetRunnerBudgetAsync"/> with your changes. A property that is null is not
    /// sent.</param>
    /// <param name="cancellationToken">Ends the call; the budget may have been changed.</param>
    /// <returns>The budget as it is now.</returns>
    /// <remarks><c>PUT /api/runners/{runnerId}/budget</c></remarks>
    public virtual Task<RunnerBudget> UpdateRunnerBudgetAsync(string runnerId, RunnerBudget budget, CancellationToken cancellationToken = default) =>
        Http.PutAsync($"/api/runners/{runnerId}/budget", BodyOf(budget), RunnersJson.Default.RunnerBudget, cancellationToken);

    // A field that came with an odd type is among the unknown fields. It must not be sent beside a property that the caller has set since.
    private static JsonBody BodyOf(RunnerBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        var type = RunnersJson.Default.RunnerBudget;
        return JsonBody.Of(budget with { AdditionalProperties = OddFields.Unset(budget, type, budget.AdditionalProperties) }, type, nameof(budget));
    }
}
