using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>
/// Which todos of a plan wait for which. Each function is part of a larger read or change. The check and the insertion are in one change, so that two
/// callers who add dependencies at once can't make a circle together.
/// </summary>
internal static class TodoDependencies
{
    private const string Code = "INVALID_BLOCKER_ID";

    /// <summary>Adds a dependency. A dependency that is there already stays.</summary>
    /// <exception cref="Refusal">422: the blocker is in another plan, or a circle of todos that wait for each other would arise.</exception>
    public static TodoDependency Add(StoreSession db, TodoRow todo, TodoRow blocker)
    {
        if (blocker.PlanId != todo.PlanId)
        {
            throw Contradiction($"The todo '{blocker.Id}' belongs to another plan than the todo '{todo.Id}'. A todo can only be blocked by a todo of its own plan.");
        }

        if (blocker.Id == todo.Id)
        {
            throw Contradiction($"The todo '{todo.Id}' can't be blocked by itself.");
        }

        if (WaitsFor(db, blocker, todo))
        {
            throw Contradiction($"The todo '{todo.Id}' can't be blocked by the todo '{blocker.Id}', which already waits for it, directly or through other todos.");
        }

        db.Execute(
            "INSERT INTO plan_todo_deps (plan_id, todo_id, blocker_id) VALUES ($plan, $todo, $blocker) ON CONFLICT DO NOTHING",
            ("$plan", todo.PlanId),
            ("$todo", todo.Id),
            ("$blocker", blocker.Id));
        return new(todo.Id, blocker.Id);
    }

    /// <summary>What a todo waits for, in the plan's order.</summary>
    public static List<TodoDependency> List(StoreSession db, TodoRow todo) => db.Query(
        "SELECT d.todo_id, d.blocker_id FROM plan_todo_deps d JOIN plan_todos b ON b.id = d.blocker_id "
        + "WHERE d.plan_id = $plan AND d.todo_id = $todo ORDER BY b.position",
        row => new TodoDependency(row.GetString(0), row.GetString(1)),
        ("$plan", todo.PlanId),
        ("$todo", todo.Id));

    /// <exception cref="Refusal">404: the todo does not wait for the other.</exception>
    public static void Remove(StoreSession db, TodoRow todo, TodoRow blocker)
    {
        if (db.Execute("DELETE FROM plan_todo_deps WHERE todo_id = $todo AND blocker_id = $blocker", ("$todo", todo.Id), ("$blocker", blocker.Id)) == 0)
        {
            throw Refusal.NotFound($"The todo '{todo.Id}' is not blocked by the todo '{blocker.Id}'.");
        }
    }

    /// <summary>Whether a todo waits for another, directly or through todos between them.</summary>
    private static bool WaitsFor(StoreSession db, TodoRow todo, TodoRow other) => db.QuerySingle(
        """
        WITH RECURSIVE awaited (id) AS (
            SELECT blocker_id FROM plan_todo_deps WHERE plan_id = $plan AND todo_id = $todo
            UNION
            SELECT d.blocker_id FROM plan_todo_deps d JOIN awaited a ON d.plan_id = $plan AND d.todo_id = a.id
        )
        SELECT 1 FROM awaited WHERE id = $other
        """,
        row => row.GetInt64(0) == 1,
        ("$plan", todo.PlanId),
        ("$todo", todo.Id),
        ("$other", other.Id));

    private static Refusal Contradiction(string detail) => new(RefusalKind.Contradiction, Code, detail);
}
