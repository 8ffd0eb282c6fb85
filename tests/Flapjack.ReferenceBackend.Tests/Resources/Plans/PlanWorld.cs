using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Resources.Plans;
using LocalComputers.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Resources.Plans;

/// <summary>The plans of one thread, without HTTP.</summary>
internal sealed class PlanWorld : IDisposable
{
    public const string OrgId = "o1";

    private const string ThreadId = "t1";

    private readonly Store _store = Store.InMemory(BackendSchema.All);

    public PlanWorld()
    {
        var time = new FakeTimeProvider(new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
        var orgs = new Organizations(_store, time);
        _store.Write(db =>
        {
            orgs.Ensure(db, OrgId);
            db.Execute("INSERT INTO agents (id, org_id, name) VALUES ('a1', $org, 'Ada')", ("$org", OrgId));
            db.Execute(
                "INSERT INTO threads (id, org_id, created_at, updated_at, agent_id, document) VALUES ($id, $org, 0, 0, 'a1', '{}')", ("$id", ThreadId), ("$org", OrgId));
        });
        Plans = new(_store, time);
    }

    public PlanService Plans { get; }

    /// <summary>How many rows a table has.</summary>
    public long Count(string table) => _store.Read(db => db.QuerySingle($"SELECT count(*) FROM {table}", row => row.GetInt64(0)));

    public PlanRow Create(params string[] todos) => Plans.Create(OrgId, new(ThreadId, "Ship it", [.. todos.Select(content => new NewTodo(content))]));

    /// <summary>Lets a todo wait for another.</summary>
    public void Block(TodoRow todo, TodoRow blocker) => Plans.AddDependency(OrgId, todo.PlanId, todo.Id, blocker.Id);

    public void Set(TodoRow todo, string status) => Plans.ChangeTodo(OrgId, todo.PlanId, todo.Id, new(null, status));

    public void Dispose() => _store.Dispose();
}
