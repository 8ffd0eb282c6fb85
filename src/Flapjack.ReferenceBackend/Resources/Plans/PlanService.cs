using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>
/// The plans of an organization's threads, and the rules of their todos. It knows no HTTP, so that the tools of an agent can use it as well as the routes.
/// Each method checks what it needs in the change itself, so that changes at the same time neither get lost nor break a rule together.
/// </summary>
/// <remarks>Ids are in lower case. Each method throws a <see cref="Refusal"/> if there is no such thing (404), or if it belongs to another organization (403).</remarks>
internal sealed class PlanService(Store store, TimeProvider clock)
{
    /// <summary>The plans of a thread in the order in which they were created.</summary>
    public IReadOnlyList<PlanRow> OfThread(string orgId, string threadId) => store.Read(db =>
    {
        new OrgReference("threads", "thread", threadId).Check(db, orgId);
        return PlanRows.OfThread(db, threadId);
    });

    public PlanRow Create(string orgId, NewPlan plan) => store.Write(db =>
    {
        new OrgReference("threads", "thread", plan.ThreadId).Check(db, orgId);
        var now = clock.GetUtcNow();
        var id = NewId(now);
        PlanRows.Add(db, id, orgId, plan, now);
        foreach (var todo in plan.Todos)
        {
            PlanRows.AddTodo(db, NewId(now), id, todo, now);
        }

        return PlanRows.Find(db, id);
    });

    public PlanRow Find(string orgId, string planId) => store.Read(db => Find(db, orgId, planId));

    /// <summary>A plan for somebody who may see one thread only: the plan of that id or, if it is null, the thread's latest plan.</summary>
    /// <exception cref="Refusal">404: the thread has no such plan, whether another thread has it or not.</exception>
    public PlanRow FindOfThread(string orgId, string threadId, string? planId) => store.Read(db =>
        PlanRows.IdOfThread(db, orgId, threadId, planId) is { } id ? PlanRows.Find(db, id)
        : planId is null ? throw Refusal.NotFound("This conversation has no plan yet. Create one with plan_create.")
        : throw Refusal.NotFound($"This conversation has no plan '{planId}'. Leave out planId for its latest plan."));

    /// <summary>A todo of any plan of a thread, for somebody who may see that thread only.</summary>
    /// <exception cref="Refusal">404: no plan of the thread has such a todo.</exception>
    public TodoRow FindTodoOfThread(string orgId, string threadId, string todoId) => store.Read(db =>
        PlanRows.FindTodo(db, todoId) is var (owner, todo) && owner == orgId && PlanRows.IdOfThread(db, orgId, threadId, todo.PlanId) is not null
            ? todo
            : throw Refusal.NotFound($"No plan of this conversation has a todo '{todoId}'. The answers of the plan tools show the ids of the todos."));

    /// <param name="orgId">The organization.</param>
    /// <param name="planId">The plan.</param>
    /// <param name="title">The new title; null leaves the title as it is.</param>
    public PlanRow Rename(string orgId, string planId, string? title) => store.Write(db =>
    {
        Check(db, orgId, planId);
        db.Execute(
            "UPDATE plans SET title = coalesce($title, title), updated_at = $now WHERE id = $id", ("$id", planId), ("$title", title), ("$now", clock.GetUtcNow()));
        return PlanRows.Find(db, planId);
    });

    /// <summary>Removes a plan. A full disk does not prevent that.</summary>
    public void Remove(string orgId, string planId) => store.WriteMakingRoom(db =>
    {
        Check(db, orgId, planId);
        db.Execute("DELETE FROM plans WHERE id = $id", ("$id", planId));
    });

    /// <summary>Adds a todo to the end of a plan.</summary>
    public TodoRow AddTodo(string orgId, string planId, NewTodo todo) => store.Write(db =>
    {
        Check(db, orgId, planId);
        var now = clock.GetUtcNow();
        var id = NewId(now);
        PlanRows.AddTodo(db, id, planId, todo, now);
        PlanRows.Touch(db, planId, now);
        return FindTodo(db, orgId, planId, id);
    });

    public TodoRow FindTodo(string orgId, string planId, string todoId) => store.Read(db => FindTodo(db, orgId, planId, todoId));

    public TodoRow ChangeTodo(string orgId, string planId, string todoId, TodoChange change) => store.Write(db =>
    {
        FindTodo(db, orgId, planId, todoId);
        var now = clock.GetUtcNow();
        db.Execute(
            "UPDATE plan_todos SET content = coalesce($content, content), status = coalesce($status, status), updated_at = $now WHERE id = $id",
            ("$id", todoId),
            ("$content", change.Content),
            ("$status", change.Status),
            ("$now", now));
        PlanRows.Touch(db, planId, now);
        return FindTodo(db, orgId, planId, todoId);
    });

    /// <summary>Removes a todo. The todos that it blocked no longer wait for it.</summary>
    public void RemoveTodo(string orgId, string planId, string todoId) => store.Write(db =>
    {
        FindTodo(db, orgId, planId, todoId);
        db.Execute("DELETE FROM plan_todos WHERE id = $id", ("$id", todoId));
        PlanRows.Touch(db, planId, clock.GetUtcNow());
    });

    /// <summary>The todos of a plan that can be worked on now: those that are pending, and whose blockers are all done or skipped. They are in the plan's order.</summary>
    public IReadOnlyList<TodoRow> Ready(string orgId, string planId) => store.Read(db =>
    {
        Check(db, orgId, planId);
        return PlanRows.Ready(db, planId);
    });

    /// <summary>What a todo waits for, in the plan's order.</summary>
    public IReadOnlyList<TodoDependency> Dependencies(string orgId, string planId, string todoId) => store.Read(db =>
        TodoDependencies.List(db, FindTodo(db, orgId, planId, todoId)));

    /// <summary>Lets a todo wait for another todo of its plan. If it waits for the other already, nothing changes.</summary>
    /// <exception cref="Refusal">422: the blocker is in another plan, or a circle of todos that wait for each other would arise.</exception>
    public TodoDependency AddDependency(string orgId, string planId, string todoId, string blockerId) => store.Write(db =>
        TodoDependencies.Add(db, FindTodo(db, orgId, planId, todoId), FindTodo(db, orgId, blockerId)));

    /// <exception cref="Refusal">404: the todo does not wait for the other.</exception>
    public void RemoveDependency(string orgId, string planId, string todoId, string blockerId) => store.Write(db =>
        TodoDependencies.Remove(db, FindTodo(db, orgId, planId, todoId), FindTodo(db, orgId, blockerId)));

    private static void Check(StoreSession db, string orgId, string planId) => new OrgReference("plans", "plan", planId).Check(db, orgId);

    private static PlanRow Find(StoreSession db, string orgId, string planId)
    {
        Check(db, orgId, planId);
        return PlanRows.Find(db, planId);
    }

    private static TodoRow FindTodo(StoreSession db, string orgId, string planId, string todoId)
    {
        Check(db, orgId, planId);
        var todo = FindTodo(db, orgId, todoId);
        return todo.PlanId == planId ? todo : throw Refusal.NotFound($"The plan '{planId}' has no todo '{todoId}'.");
    }

    private static TodoRow FindTodo(StoreSession db, string orgId, string todoId)
    {
        var (owner, todo) = PlanRows.FindTodo(db, todoId) ?? throw Refusal.NotFound($"There is no todo '{todoId}'.");
        return owner == orgId ? todo : throw Refusal.Forbidden($"The todo '{todoId}' belongs to another organization.");
    }

    private static string NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString();
}
