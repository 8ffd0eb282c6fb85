using Flapjack.ReferenceBackend.Resources.Plans;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Tests.Resources.Plans;

/// <summary>Random histories of a plan, compared after each step with a model that knows no SQL.</summary>
public sealed class PlanHistoryTests : IDisposable
{
    private const int Steps = 120;

    private readonly PlanWorld _world = new();

    private readonly List<TodoRow> _todos = [];
    private readonly Dictionary<string, string> _statuses = [];
    private readonly HashSet<(string Todo, string Blocker)> _edges = [];
    private int _refused;
    private int _accepted;

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void No_history_makes_a_circle_and_what_is_ready_can_always_be_recomputed(int seed)
    {
        var random = new Random(seed);
        var plan = _world.Create();
        for (var step = 0; step < Steps; step++)
        {
            Step(random, plan);

            var ready = _world.Plans.Ready(PlanWorld.OrgId, plan.Id).Select(todo => todo.Id);
            ready.Should().Equal(_todos.Where(IsReady).Select(todo => todo.Id), $"step {step} of seed {seed}");
            StoredEdges(plan).Should().BeEquivalentTo(_edges, $"step {step} of seed {seed}");
            _todos.Should().NotContain(todo => Reaches(todo.Id, todo.Id), $"step {step} of seed {seed}");
        }

        // A history that is refused nothing, or everything, tries nothing.
        (_refused, _accepted).Should().Match<(int Refused, int Accepted)>(counts => counts.Refused > 5 && counts.Accepted > 5);
    }

    private void Step(Random random, PlanRow plan)
    {
        var choice = _todos.Count < 3 ? 0 : random.Next(12);
        switch (choice)
        {
            case 0 when _todos.Count < 9:
                var added = _world.Plans.AddTodo(PlanWorld.OrgId, plan.Id, new("todo"));
                _todos.Add(added);
                _statuses[added.Id] = added.Status;
                break;
            case 1:
                Remove(plan, Pick(random));
                break;
            case 2 or 3:
                var (changed, status) = (Pick(random), TodoStatuses.All[random.Next(TodoStatuses.All.Count)]);
                _world.Set(changed, status);
                _statuses[changed.Id] = status;
                break;
            case 4 when _edges.Count > 0:
                var edge = _edges.ElementAt(random.Next(_edges.Count));
                _world.Plans.RemoveDependency(PlanWorld.OrgId, plan.Id, edge.Todo, edge.Blocker);
                _edges.Remove(edge);
                break;
            default:
                Block(Pick(random), Pick(random));
                break;
        }
    }

    private void Block(TodoRow todo, TodoRow blocker)
    {
        var isCircle = todo.Id == blocker.Id || Reaches(blocker.Id, todo.Id);
        var block = () => _world.Block(todo, blocker);
        if (isCircle)
        {
            block.Should().Throw<Refusal>().Which.Kind.Should().Be(RefusalKind.Contradiction);
            _refused++;
            return;
        }

        block.Should().NotThrow();
        _edges.Add((todo.Id, blocker.Id));
        _accepted++;
    }

    private void Remove(PlanRow plan, TodoRow todo)
    {
        _world.Plans.RemoveTodo(PlanWorld.OrgId, plan.Id, todo.Id);
        _todos.Remove(todo);
        _edges.RemoveWhere(edge => edge.Todo == todo.Id || edge.Blocker == todo.Id);
    }

    private TodoRow Pick(Random random) => _todos[random.Next(_todos.Count)];

    private bool IsReady(TodoRow todo) => _statuses[todo.Id] == "pending"
        && _edges.Where(edge => edge.Todo == todo.Id).All(edge => _statuses[edge.Blocker] is "done" or "skipped");

    /// <summary>Whether a todo waits for another, found by walking along all edges.</summary>
    private bool Reaches(string from, string to) =>
        _edges.Any(edge => edge.Todo == from && (edge.Blocker == to || Reaches(edge.Blocker, to)));

    private IEnumerable<(string Todo, string Blocker)> StoredEdges(PlanRow plan) =>
        _todos.SelectMany(todo => _world.Plans.Dependencies(PlanWorld.OrgId, plan.Id, todo.Id)).Select(edge => (edge.TodoId, edge.BlockerId));
}
