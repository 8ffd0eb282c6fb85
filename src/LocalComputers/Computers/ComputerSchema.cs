using LocalComputers.Storage;

namespace LocalComputers.Computers;

/// <summary>The tables of computers, their bootstraps and their commands. A released step is never changed.</summary>
/// <remarks>
/// The door has a table <c>agents</c> with the column <c>id</c>: when an agent's row goes, the rows of its computer and its bootstraps go too. Step 3
/// also changes the door's table <c>orgs</c>. It was released before the engine was a package of its own, and a released step never changes. Apart from
/// these steps, no SQL of the engine names a table of the door. The steps have the numbers that the first door gave them, so they serve that door only.
/// Every other door has a store of its own, whose tables <see cref="StepOf"/> makes at once.
/// </remarks>
internal static class ComputerSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(2,
        """
        CREATE TABLE execs (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL,
            agent_id TEXT NOT NULL,
            idempotency_key TEXT,
            body_hash BLOB,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            outcome TEXT,
            actor_kind TEXT NOT NULL,
            actor_id TEXT NOT NULL
        );
        CREATE UNIQUE INDEX execs_by_key ON execs (org_id, agent_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
        CREATE INDEX execs_by_end ON execs (ended_at);
        """),
        new(3,
        """
        ALTER TABLE orgs ADD COLUMN is_default INTEGER NOT NULL DEFAULT 0;
        CREATE UNIQUE INDEX orgs_default ON orgs (is_default) WHERE is_default = 1;
        CREATE INDEX execs_by_agent ON execs (agent_id);
        CREATE TABLE computers (
            agent_id TEXT PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
            computer_id TEXT NOT NULL,
            status TEXT NOT NULL,
            status_since INTEGER NOT NULL,
            last_used_at INTEGER
        );
        CREATE TABLE bootstrap_runs (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
            setup TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            status TEXT,
            exit_code INTEGER,
            stderr_tail TEXT,
            actor_kind TEXT NOT NULL,
            actor_id TEXT NOT NULL
        );
        CREATE INDEX bootstrap_runs_by_agent ON bootstrap_runs (agent_id, number);
        """),
        new(8, "ALTER TABLE computers ADD COLUMN is_made INTEGER NOT NULL DEFAULT 1;"),
        // What a start asks for: who was being set up, who falls asleep next, and which end was not yet told. A start must not read what has long ended.
        new(30,
        """
        CREATE INDEX computers_by_status ON computers (status, max(status_since, coalesce(last_used_at, 0)));
        ALTER TABLE bootstrap_runs ADD COLUMN is_told INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX bootstrap_runs_untold ON bootstrap_runs (ended_at) WHERE is_told = 0;
        DROP INDEX execs_by_agent;
        CREATE INDEX execs_by_agent ON execs (agent_id, ended_at);
        """),
    ];

    /// <summary>The same tables, as they are after all of <see cref="Steps"/>, for another door.</summary>
    /// <param name="number">The number of the step in the schema of that door.</param>
    /// <param name="owners">The door's table of what has a computer. Its column <c>id</c> is the id that the engine calls the agent's.</param>
    public static SchemaStep StepOf(int number, string owners) => new(
        number,
        $"""
        CREATE TABLE execs (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL,
            agent_id TEXT NOT NULL,
            idempotency_key TEXT,
            body_hash BLOB,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            outcome TEXT,
            actor_kind TEXT NOT NULL,
            actor_id TEXT NOT NULL
        );
        CREATE UNIQUE INDEX execs_by_key ON execs (org_id, agent_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
        CREATE INDEX execs_by_end ON execs (ended_at);
        CREATE INDEX execs_by_agent ON execs (agent_id, ended_at);
        CREATE TABLE computers (
            agent_id TEXT PRIMARY KEY REFERENCES {owners} (id) ON DELETE CASCADE,
            computer_id TEXT NOT NULL,
            status TEXT NOT NULL,
            status_since INTEGER NOT NULL,
            last_used_at INTEGER,
            is_made INTEGER NOT NULL DEFAULT 1
        );
        CREATE INDEX computers_by_status ON computers (status, max(status_since, coalesce(last_used_at, 0)));
        CREATE TABLE bootstrap_runs (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            agent_id TEXT NOT NULL REFERENCES {owners} (id) ON DELETE CASCADE,
            setup TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            status TEXT,
            exit_code INTEGER,
            stderr_tail TEXT,
            actor_kind TEXT NOT NULL,
            actor_id TEXT NOT NULL,
            is_told INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX bootstrap_runs_by_agent ON bootstrap_runs (agent_id, number);
        CREATE INDEX bootstrap_runs_untold ON bootstrap_runs (ended_at) WHERE is_told = 0;
        """);
}
