using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Adds a todo to a plan.</summary>
    /// <param name="planId">The plan's id, a UUID.</param>
    /// <param name="request">The todo.</param>
    /// <param name="cancellationToken">Ends the call; the todo may have been added.</param>
    /// <returns>The todo as it was added.</returns>
    /// <remarks><c>POST /api/plans/{planId}/todos</c></remarks>
    public virtual Task<PlanTodo> AddTodoAsync(string planId, AddTodoRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/plans/{planId}/todos", JsonBody.Of(request, PlansJson.Default.AddTodoRequest), PlansJson.Default.PlanTodo, cancellationToken);

    /// <summary>Changes a todo, for example to <see cref="PlanTodoStatus.Done"/>.</summary>
    /// <param name="planId">The plan's id, a UUID.</param>
    /// <param name="todoId">The todo's id, a UUID.</param>
    /// <param name="request">What to change; the other fields stay as they are.</param>
    /// <param name="cancellationToken">Ends the call; the todo may have been changed.</param>
    /// <returns>The todo as it is now.</returns>
    /// <remarks><c>PATCH /api/plans/{planId}/todos/{todoId}</c></remarks>
    public virtual Task<PlanTodo> UpdateTodoAsync(string planId, string todoId, UpdateTodoRequest request, CancellationToken cancellationToken = default) =>
        Http.PatchAsync(
            $"/api/plans/{planId}/todos/{todoId}", JsonBody.Of(request, PlansJson.Default.UpdateTodoRequest), PlansJson.Default.PlanTodo, cancellationToken);

    /// <summary>Deletes a todo. Other todos no longer wait for it.</summary>
    /// <param name="planId">The plan's id, a UUID.</param>
    /// <param name="todoId">The todo's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the todo may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /api/plans/{planId}/todos/{todoId}</c></remarks>
    public virtual Task DeleteTodoAsync(string planId, string todoId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/plans/{planId}/todos/{todoId}", cancellationToken);

    /// <summary>Lists the todos that a todo waits for. The documentation calls them its blockers.</summary>
    /// <param name="planId">The plan's id, a UUID.</param>
    /// <param name="todoId">The id of the todo that waits, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The dependencies as the service sent them, because the service does not document their fields; empty when there is none.</returns>
    /// <remarks><c>GET /api/plans/{planId}/todos/{todoId}/deps</c></remarks>
    public virtual Task<IReadOnlyList<JsonElement>> ListTodoDependenciesAsync(string planId, string todoId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/plans/{planId}/todos/{todoId}/deps", BasicJson.Default.IReadOnlyListJsonElement, cancellationToken);

    /// <summary>Makes a todo wait for another todo of the plan.</summary>
    /// <param name="planId">The plan's id, a UUID.</param>
    /// <param name="todoId">The id of the todo that waits, a UUID.</param>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes <c>blockerId</c>, the id of the
    /// other todo.</param>
    /// <param name="cancellationToken">Ends the call; the dependency may have been added.</param>
    /// <returns>The dependency as the service sent it, because the service does not document its fields.</returns>
    /// <remarks><c>POST /api/plans/{planId}/todos/{todoId}/deps</c></remarks>
    public virtual Task<JsonElement> AddTodoDependencyAsync(string planId, string todoId, JsonElement request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/plans/{planId}/todos/{todoId}/deps", JsonBody.Of(request), BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Makes a todo no longer wait for another todo of the plan.</summary>
    /// <param name="planId">The plan's id, a UUID.</param>
    /// <param name="todoId">The id of the todo that waits, a UUID.</param>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes <c>blockerId</c>, the id of the
    /// other todo.</param>
    /// <param name="cancellationToken">Ends the call; the dependency may have been removed.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /api/plans/{planId}/todos/{todoId}/deps</c></remarks>
    public virtual Task RemoveTodoDependencyAsync(string planId, string todoId, JsonElement request, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/plans/{planId}/todos/{todoId}/deps", cancellationToken, body: JsonBody.Of(request));
}
