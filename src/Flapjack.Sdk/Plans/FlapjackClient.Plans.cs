using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the plans of a thread.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/plans</c></remarks>
    public virtual Task<IReadOnlyList<Plan>> ListPlansAsync(string threadId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(threadId);
        return Http.GetAsync(WirePath.Of($"/api/plans").Query("threadId", threadId), PlansJson.Default.IReadOnlyListPlan, cancellationToken);
    }

    /// <summary>Creates a plan for a thread.</summary>
    /// <param name="request">The plan.</param>
    /// <param name="cancellationToken">Ends the call; the plan may have been created.</param>
    /// <returns>The plan as it was created.</returns>
    /// <remarks><c>POST /api/plans</c></remarks>
    public virtual Task<Plan> CreatePlanAsync(CreatePlanRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/plans", JsonBody.Of(request, PlansJson.Default.CreatePlanRequest), PlansJson.Default.Plan, cancellationToken);

    /// <summary>Reads a plan.</summary>
    /// <param name="planId">The plan's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The plan.</returns>
    /// <remarks><c>GET /api/plans/{planId}</c></remarks>
    public virtual Task<Plan> GetPlanAsync(string planId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/plans/{planId}", PlansJson.Default.Plan, cancellationToken);

    /// <summary>Changes a plan. Its todos are changed one by one, with <see cref="UpdateTodoAsync"/>.</summary>
    /// <param name="planId">The plan's id, a UUID.</param>
    /// <param name="request">What to change; the other fields stay as they are.</param>
    /// <param name="cancellationToken">Ends the call; the plan may have been changed.</param>
    /// <returns>The plan as it is now.</returns>
    /// <remarks><c>PATCH /api/plans/{planId}</c></remarks>
    public virtual Task<Plan> UpdatePlanAsync(string planId, UpdatePlanRequest request, CancellationToken cancellationToken = default) =>
        Http.PatchAsync($"/api/plans/{planId}", JsonBody.Of(request, PlansJson.Default.UpdatePlanRequest), PlansJson.Default.Plan, cancellationToken);

    /// <summary>Deletes a plan with its todos.</summary>
    /// <param name="planId">The plan's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the plan may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /api/plans/{planId}</c></remarks>
    public virtual Task DeletePlanAsync(string planId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/plans/{planId}", cancellationToken);

    /// <summary>Lists the todos of a plan that can be worked on now, because no other todo blocks them.</summary>
    /// <param name="planId">The plan's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The todos; empty when there is none.</returns>
    /// <remarks><c>GET /api/plans/{planId}/ready</c>. The reference backend lists pending todos whose blockers are all done or skipped.</remarks>
    public virtual Task<IReadOnlyList<PlanTodo>> ListReadyTodosAsync(string planId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/plans/{planId}/ready", PlansJson.Default.IReadOnlyListPlanTodo, cancellationToken);
}
