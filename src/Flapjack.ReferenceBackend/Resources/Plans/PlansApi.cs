using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>The plans of an organization's threads.</summary>
internal sealed class PlansApi(PlanService plans) : IResource
{
    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/api/plans", query => query.RequiredUuid("threadId", "INVALID_THREAD_ID"), (call, threadId) => plans.OfThread(call.OrgId, threadId));
        all.Post("/api/plans", PlanBody.Create, (call, plan) => plans.Create(call.OrgId, plan), StatusCodes.Status201Created);

        var one = all.For(call => plans.Find(call.OrgId, IdOf(call, "planId")));
        one.Get("/api/plans/{planId}", plan => plan);
        one.Patch("/api/plans/{planId}", PlanBody.Rename, (plan, title) => plans.Rename(plan.OrgId, plan.Id, title));
        one.Delete("/api/plans/{planId}", plan => plans.Remove(plan.OrgId, plan.Id));
        one.Get("/api/plans/{planId}/ready", plan => plans.Ready(plan.OrgId, plan.Id));
        one.Post("/api/plans/{planId}/todos", PlanBody.Todo, (plan, todo) => plans.AddTodo(plan.OrgId, plan.Id, todo), StatusCodes.Status201Created);
        MapTodo(all.For(Find));
    }

    private void MapTodo(GatedRoutes<TodoPath> todos)
    {
        const string One = "/api/plans/{planId}/todos/{todoId}";
        todos.Patch(One, PlanBody.Change, (todo, change) => plans.ChangeTodo(todo.OrgId, todo.PlanId, todo.Id, change));
        todos.Delete(One, todo => plans.RemoveTodo(todo.OrgId, todo.PlanId, todo.Id));
        todos.Get(One + "/deps", todo => plans.Dependencies(todo.OrgId, todo.PlanId, todo.Id));
        todos.Post(
            One + "/deps",
            PlanBody.Blocker,
            (todo, blockerId) => plans.AddDependency(todo.OrgId, todo.PlanId, todo.Id, blockerId),
            StatusCodes.Status201Created);
        todos.Delete(One + "/deps", PlanBody.Blocker, (todo, blockerId) => plans.RemoveDependency(todo.OrgId, todo.PlanId, todo.Id, blockerId));
    }

    private TodoPath Find(Call call)
    {
        var todo = plans.FindTodo(call.OrgId, IdOf(call, "planId"), IdOf(call, "todoId"));
        return new(call.OrgId, todo.PlanId, todo.Id);
    }

    private static string IdOf(Call call, string name) => call[name].ToLowerInvariant();

    private sealed record TodoPath(string OrgId, string PlanId, string Id);
}
