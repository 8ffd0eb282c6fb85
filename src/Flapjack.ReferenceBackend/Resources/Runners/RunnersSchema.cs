using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>The tables of runners: their steps, triggers, budgets and runs. A step of the schema never changes after its release.</summary>
internal static class RunnersSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(12,
        """
        CREATE TABLE runners (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            project_id TEXT REFERENCES projects (id),
            document TEXT NOT NULL
        );
        CREATE INDEX runners_by_org ON runners (org_id, created_at, id);
        CREATE INDEX runners_by_project ON runners (project_id) WHERE project_id IS NOT NULL;
        CREATE TRIGGER runners_leave_projects AFTER DELETE ON projects BEGIN
            UPDATE runners SET project_id = NULL, document = json_set(document, '$.project_id', NULL) WHERE project_id = OLD.id;
        END;
        """),
        // The order of steps is the order of their places. Two steps can be added in the same millisecond, so no time tells the order.
        new(18,
        """
        CREATE TABLE runner_steps (
            place INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            runner_id TEXT NOT NULL REFERENCES runners (id) ON DELETE CASCADE,
            agent_id TEXT REFERENCES agents (id),
            document TEXT NOT NULL
        );
        CREATE INDEX runner_steps_by_runner ON runner_steps (runner_id, place);
        CREATE INDEX runner_steps_by_agent ON runner_steps (agent_id) WHERE agent_id IS NOT NULL;
        CREATE TRIGGER runner_steps_leave_agents AFTER DELETE ON agents BEGIN
            UPDATE runner_steps SET agent_id = NULL, document = json_set(document, '$.agent_id', NULL) WHERE agent_id = OLD.id;
        END;
        CREATE TABLE runner_triggers (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            runner_id TEXT NOT NULL REFERENCES runners (id) ON DELETE CASCADE,
            document TEXT NOT NULL,
            secret TEXT,
            next_at INTEGER,
            last_run_at INTEGER
        );
        CREATE INDEX runner_triggers_by_runner ON runner_triggers (runner_id, created_at);
        CREATE INDEX runner_triggers_by_time ON runner_triggers (next_at) WHERE next_at IS NOT NULL;
        CREATE TABLE runner_budgets (
            runner_id TEXT PRIMARY KEY REFERENCES runners (id) ON DELETE CASCADE,
            budget TEXT NOT NULL
        );
        CREATE TABLE runner_runs (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            runner_id TEXT NOT NULL REFERENCES runners (id) ON DELETE CASCADE,
            status TEXT NOT NULL,
            input TEXT,
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            ended_at INTEGER,
            origin TEXT NOT NULL,
            trigger_id TEXT REFERENCES runner_triggers (id) ON DELETE SET NULL,
            start_key TEXT,
            actor_kind TEXT NOT NULL,
            actor_id TEXT NOT NULL,
            output TEXT,
            error TEXT,
            pause_reason TEXT,
            interrupted_at INTEGER
        );
        CREATE INDEX runner_runs_by_runner ON runner_runs (runner_id, created_at, id);
        CREATE INDEX runner_runs_waiting ON runner_runs (runner_id, created_at, id) WHERE status = 'pending';
        CREATE INDEX runner_runs_running ON runner_runs (id) WHERE status = 'running';
        CREATE UNIQUE INDEX runner_runs_by_key ON runner_runs (trigger_id, start_key) WHERE start_key IS NOT NULL;
        CREATE INDEX runner_runs_by_trigger ON runner_runs (trigger_id) WHERE trigger_id IS NOT NULL;
        CREATE TRIGGER runner_triggers_have_started AFTER INSERT ON runner_runs WHEN NEW.trigger_id IS NOT NULL BEGIN
            UPDATE runner_triggers SET last_run_at = NEW.created_at WHERE id = NEW.trigger_id;
        END;
        -- The long texts come last, so that the sums of a run are found without reading them.
        CREATE TABLE runner_run_steps (
            run_id TEXT NOT NULL REFERENCES runner_runs (id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            id TEXT NOT NULL UNIQUE,
            step TEXT NOT NULL,
            status TEXT NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 0,
            thread_id TEXT,
            trace_id TEXT,
            started_at INTEGER,
            ended_at INTEGER,
            input_tokens INTEGER NOT NULL DEFAULT 0,
            output_tokens INTEGER NOT NULL DEFAULT 0,
            cost_nano_usd INTEGER NOT NULL DEFAULT 0,
            input TEXT,
            output TEXT,
            error TEXT,
            PRIMARY KEY (run_id, place)
        ) WITHOUT ROWID;
        """),
        // A run belongs to the trace of what has started it, also after a restart.
        new(33,
        """
        ALTER TABLE runner_runs ADD COLUMN trace_parent TEXT;
        ALTER TABLE runner_runs ADD COLUMN trace_state TEXT;
        """),
    ];
}
