using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>The tables of plans. A step never changes after its release.</summary>
internal static class PlansSchema
{
    // The foreign keys of a dependency name the plan too, so that no todo can be blocked by a todo of another plan.
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(21,
        """
        CREATE TABLE plans (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            title TEXT NOT NULL
        );
        CREATE INDEX plans_by_thread ON plans (thread_id);
        CREATE TABLE plan_todos (
            id TEXT PRIMARY KEY,
            plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            content TEXT NOT NULL,
            status TEXT NOT NULL,
            UNIQUE (plan_id, id),
            UNIQUE (plan_id, position)
        );
        CREATE TABLE plan_todo_deps (
            plan_id TEXT NOT NULL,
            todo_id TEXT NOT NULL,
            blocker_id TEXT NOT NULL,
            PRIMARY KEY (todo_id, blocker_id),
            FOREIGN KEY (plan_id, todo_id) REFERENCES plan_todos (plan_id, id) ON DELETE CASCADE,
            FOREIGN KEY (plan_id, blocker_id) REFERENCES plan_todos (plan_id, id) ON DELETE CASCADE,
            CHECK (todo_id <> blocker_id)
        );
        CREATE INDEX plan_todo_deps_by_todo ON plan_todo_deps (plan_id, todo_id);
        CREATE INDEX plan_todo_deps_by_blocker ON plan_todo_deps (plan_id, blocker_id);
        """),
    ];
}
