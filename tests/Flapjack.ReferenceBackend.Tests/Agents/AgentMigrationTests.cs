using Flapjack.ReferenceBackend.Agents;
using LocalComputers.Storage;
using Microsoft.Data.Sqlite;

namespace Flapjack.ReferenceBackend.Tests.Agents;

/// <summary>A database of version 9, in which an agent was no more than its computer.</summary>
public sealed class AgentMigrationTests : IDisposable
{
    private const int VersionBefore = 9;
    private const long Noon = 1_777_896_000_123;

    private readonly TempFolder _folder = new();

    private string Database => Path.Combine(_folder.Path, "flapjack.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_agent_keeps_its_name_and_was_created_when_its_computer_was()
    {
        CreateOld();

        using var store = Store.Open(Database, BackendSchema.All);
        var agents = AgentTable.Of(store, TimeProvider.System).List("o1");

        agents.Select(agent => (agent.Id, agent.Document.Name, agent.CreatedAt.ToUnixTimeMilliseconds())).Should().Equal(("a1", "Ada \"1\"", Noon), ("a2", "Bob", Noon + 5));
        agents.Should().OnlyContain(agent => agent.UpdatedAt == agent.CreatedAt && agent.Document.DefaultModel == "gpt-5.4" && agent.Document.ProjectId == null);
    }

    [Fact]
    public void An_agent_whose_computer_was_never_begun_is_gone()
    {
        CreateOld();

        using var store = Store.Open(Database, BackendSchema.All);

        new AgentStore(store).Find("half").Should().BeNull();
        store.Read(db => db.Query("PRAGMA foreign_key_check", row => row.GetString(0))).Should().BeEmpty();
    }

    private void CreateOld()
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        var old = new StoreSession(connection, null, null);
        old.QuerySingle("PRAGMA journal_mode = WAL", row => row.GetString(0));
        foreach (var step in BackendSchema.All.Steps.Take(VersionBefore))
        {
            old.Execute(step.Sql);
        }

        old.Execute(
            $"""
            PRAGMA user_version = {VersionBefore};
            INSERT INTO orgs (id, is_default) VALUES ('o1', 1);
            INSERT INTO agents (id, org_id, name) VALUES ('half', 'o1', 'Half'), ('a2', 'o1', 'Bob'), ('a1', 'o1', 'Ada "1"');
            INSERT INTO bootstrap_runs (id, agent_id, setup, started_at, actor_kind, actor_id) VALUES
                ('r1', 'a1', '', {Noon}, 'user', 'u'), ('r2', 'a2', '', {Noon + 5}, 'user', 'u'), ('r3', 'a1', '', {Noon + 9}, 'user', 'u');
            """);
    }
}
