using System.Data.Common;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>The statements on the tables of plans, each as part of a larger read or change.</summary>
internal static class PlanRows
{
    private const string TodoColumns = "t.id, t.plan_id, t.content, t.status, t.created_at, t.updated_at";

    public static void Add(StoreSession db, string id, string orgId, NewPlan plan, DateTimeOffset now) => db.Execute(
        "INSERT INTO plans (id, org_id, thread_id, created_at, updated_at, title) VALUES ($id, $org, $thread, $now, $now, $title)",
        ("$id", id),
        ("$org", orgId),
        ("$thread", plan.ThreadId),
        ("$now", now),
        ("$title", plan.Title));

    /// <summary>Adds a todo behind the last todo of the plan.</summary>
    public static void AddTodo(StoreSession db, string id, string planId, NewTodo todo, DateTimeOffset now) => db.Execute(
        "INSERT INTO plan_todos (id, plan_id, position, created_at, updated_at, content, status) "
        + "SELECT $id, $plan, coalesce(max(position), 0) + 1, $now, $now, $content, $status FROM plan_todos WHERE plan_id = $plan",
        ("$id", id),
        ("$plan", planId),
        ("$now", now),
        ("$content", todo.Content),
        ("$status", todo.Status));

    public static PlanRow Find(StoreSession db, string planId) => List(db, "id", planId)[0];

    /// <summary>The plans of a thread in the order in which they were created.</summary>
    public static List<PlanRow> OfThread(StoreSession db, string threadId) => List(db, "thread_id", threadId);

    /// <summary>The id of a plan if it belongs to a thread; of the thread's latest plan if the id is null; null if there is no such plan.</summary>
    public static string? IdOfThread(StoreSession db, string orgId, string threadId, string? planId) => db.QuerySingle(
        "SELECT id FROM plans WHERE thread_id = $thread AND org_id = $org AND id = coalesce($id, id) ORDER BY rowid DESC LIMIT 1",
        row => row.GetString(0),
        ("$thread", threadId),
        ("$org", orgId),
        ("$id", planId));

    /// <summary>The organization of a todo, and the todo itself; null if there is no such todo.</summary>
    public static (string OrgId, TodoRow Todo)? FindTodo(StoreSession db, string todoId) => db.QuerySingle<(string, TodoRow)?>(
        $"SELECT {TodoColumns}, p.org_id FROM plan_todos t JOIN plans p ON p.id = t.plan_id WHERE t.id = $id",
        row => (row.GetString(6), ReadTodo(row)),
        ("$id", todoId));

    public static void Touch(StoreSession db, string planId, DateTimeOffset now) =>
        db.Execute("UPDATE plans SET updated_at = $now WHERE id = $id", ("$id", planId), ("$now", now));

    /// <summary>The pending todos of a plan that no unfinished todo blocks, in the plan's order.</summary>
    public static List<TodoRow> Ready(StoreSession db, string planId) => db.Query(
        $"""
        SELECT {TodoColumns} FROM plan_todos t WHERE t.plan_id = $plan AND t.status = '{TodoStatuses.Pending}' AND NOT EXISTS (
            SELECT 1 FROM plan_todo_deps d JOIN plan_todos b ON b.id = d.blocker_id
            WHERE d.plan_id = t.plan_id AND d.todo_id = t.id AND b.status NOT IN ('{TodoStatuses.Done}', '{TodoStatuses.Skipped}'))
        ORDER BY t.position
        """,
        ReadTodo,
        ("$plan", planId));

    private static List<PlanRow> List(StoreSession db, string column, string id)
    {
        var todos = db.Query(
            $"SELECT {TodoColumns} FROM plan_todos t JOIN plans p ON p.id = t.plan_id WHERE p.{column} = $id ORDER BY t.position", ReadTodo, ("$id", id))
            .ToLookup(todo => todo.PlanId);
        return db.Query(
            $"SELECT id, org_id, thread_id, title, created_at, updated_at FROM plans WHERE {column} = $id ORDER BY rowid",
            row => new PlanRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), [.. todos[row.GetString(0)]], row.Time(4), row.Time(5)),
            ("$id", id));
    }

    private static TodoRow ReadTodo(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4), row.Time(5));
}
