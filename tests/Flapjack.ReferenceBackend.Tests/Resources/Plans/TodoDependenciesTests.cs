using Flapjack.ReferenceBackend.Resources.Plans;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Tests.Resources.Plans;

public sealed class TodoDependenciesTests : IDisposable
{
    private readonly PlanWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_todo_is_ready_when_all_of_its_blockers_are_done_or_skipped()
    {
        var plan = _world.Create("build", "test", "release");
        var (build, test, release) = (plan.Todos[0], plan.Todos[1], plan.Todos[2]);
        _world.Block(release, test);
        _world.Block(release, build);

        var atFirst = Ready(plan);
        _world.Set(build, TodoStatuses.Done);
        var halfDone = Ready(plan);
        _world.Set(test, TodoStatuses.Skipped);
        var atLast = Ready(plan);
        _world.Set(test, TodoStatuses.InProgress);

        atFirst.Should().Equal("build", "test");
        halfDone.Should().Equal("test");
        atLast.Should().Equal("release");
        Ready(plan).Should().BeEmpty("a todo in progress is neither ready nor out of the way");
    }

    [Fact]
    public void Todos_that_are_ready_come_in_the_order_of_the_plan()
    {
        var plan = _world.Create("a", "b", "c");
        _world.Block(plan.Todos[0], plan.Todos[2]);

        _world.Set(plan.Todos[2], TodoStatuses.Done);

        Ready(plan).Should().Equal("a", "b");
    }

    [Fact]
    public void A_circle_is_refused_and_both_of_its_todos_are_named()
    {
        var plan = _world.Create("a", "b", "c");
        var (a, b, c) = (plan.Todos[0], plan.Todos[1], plan.Todos[2]);
        _world.Block(a, b);
        _world.Block(b, c);

        Action[] circles = [() => _world.Block(b, a), () => _world.Block(c, a)];

        circles.Should().AllSatisfy(circle =>
            circle.Should().Throw<Refusal>().Which.Should().Match<Refusal>(refusal => refusal.Kind == RefusalKind.Contradiction && refusal.Code == "INVALID_BLOCKER_ID"));
        circles[1].Should().Throw<Refusal>().WithMessage($"*'{c.Id}'*'{a.Id}'*");
        _world.Count("plan_todo_deps").Should().Be(2);
    }

    [Fact]
    public void Two_ways_to_the_same_blocker_are_no_circle()
    {
        var plan = _world.Create("a", "b", "c", "d");
        _world.Block(plan.Todos[0], plan.Todos[1]);
        _world.Block(plan.Todos[0], plan.Todos[2]);
        _world.Block(plan.Todos[1], plan.Todos[3]);

        _world.Block(plan.Todos[2], plan.Todos[3]);

        Ready(plan).Should().Equal("d");
    }

    [Fact]
    public void A_todo_is_not_blocked_by_itself()
    {
        var todo = _world.Create("a").Todos[0];

        var block = () => _world.Block(todo, todo);

        block.Should().Throw<Refusal>().Which.Kind.Should().Be(RefusalKind.Contradiction);
    }

    [Fact]
    public void A_todo_is_not_blocked_by_a_todo_of_another_plan()
    {
        var (todo, other) = (_world.Create("a").Todos[0], _world.Create("b").Todos[0]);

        var block = () => _world.Block(todo, other);

        block.Should().Throw<Refusal>().WithMessage($"*'{other.Id}'*'{todo.Id}'*").Which.Kind.Should().Be(RefusalKind.Contradiction);
    }

    [Fact]
    public void A_dependency_is_there_once_however_often_it_is_added_and_removed_at_once()
    {
        var plan = _world.Create("a", "b");
        var (a, b) = (plan.Todos[0], plan.Todos[1]);
        _world.Block(a, b);

        _world.Block(a, b);
        var added = _world.Plans.Dependencies(PlanWorld.OrgId, plan.Id, a.Id);
        _world.Plans.RemoveDependency(PlanWorld.OrgId, plan.Id, a.Id, b.Id);
        var again = () => _world.Plans.RemoveDependency(PlanWorld.OrgId, plan.Id, a.Id, b.Id);

        added.Should().Equal(new TodoDependency(a.Id, b.Id));
        _world.Plans.Dependencies(PlanWorld.OrgId, plan.Id, a.Id).Should().BeEmpty();
        again.Should().Throw<Refusal>().Which.Kind.Should().Be(RefusalKind.NotFound);
    }

    [Fact]
    public void A_deleted_todo_blocks_nothing()
    {
        var plan = _world.Create("a", "b", "c");
        _world.Block(plan.Todos[0], plan.Todos[1]);
        _world.Block(plan.Todos[1], plan.Todos[2]);

        _world.Plans.RemoveTodo(PlanWorld.OrgId, plan.Id, plan.Todos[1].Id);

        Ready(plan).Should().Equal("a", "c");
        _world.Count("plan_todo_deps").Should().Be(0);
    }

    [Fact]
    public void A_deleted_plan_leaves_nothing()
    {
        var plan = _world.Create("a", "b");
        _world.Block(plan.Todos[0], plan.Todos[1]);

        _world.Plans.Remove(PlanWorld.OrgId, plan.Id);

        (_world.Count("plans"), _world.Count("plan_todos"), _world.Count("plan_todo_deps")).Should().Be((0, 0, 0));
    }

    [Fact]
    public async Task Two_callers_at_once_make_no_circle_together()
    {
        for (var round = 0; round < 50; round++)
        {
            var plan = _world.Create("a", "b");
            var (a, b) = (plan.Todos[0], plan.Todos[1]);
            using var start = new Barrier(2);

            var succeeded = await Task.WhenAll(Task.Run(() => TryBlock(start, a, b)), Task.Run(() => TryBlock(start, b, a)));

            succeeded.Count(success => success).Should().Be(1);
            Ready(plan).Should().ContainSingle();
        }
    }

    [Fact]
    public async Task Two_changes_at_once_both_stay()
    {
        var plan = _world.Create("a");
        var todo = plan.Todos[0];
        for (var round = 0; round < 50; round++)
        {
            var content = "round " + round;
            var status = TodoStatuses.All[round % TodoStatuses.All.Count];
            using var start = new Barrier(3);

            await Task.WhenAll(
                Task.Run(() => Together(start, () => _world.Plans.ChangeTodo(PlanWorld.OrgId, plan.Id, todo.Id, new(content, null)))),
                Task.Run(() => Together(start, () => _world.Plans.ChangeTodo(PlanWorld.OrgId, plan.Id, todo.Id, new(null, status)))),
                Task.Run(() => Together(start, () => _world.Plans.AddTodo(PlanWorld.OrgId, plan.Id, new("todo of " + content)))));

            var changed = _world.Plans.Find(PlanWorld.OrgId, plan.Id).Todos;
            (changed[0].Content, changed[0].Status, changed.Count, changed[^1].Content).Should().Be((content, status, round + 2, "todo of " + content));
        }
    }

    private static bool Together(Barrier start, Func<object> change)
    {
        start.SignalAndWait();
        return change() is not null;
    }

    private bool TryBlock(Barrier start, TodoRow todo, TodoRow blocker)
    {
        start.SignalAndWait();
        try
        {
            _world.Block(todo, blocker);
            return true;
        }
        catch (Refusal refusal) when (refusal.Kind == RefusalKind.Contradiction)
        {
            return false;
        }
    }

    private IEnumerable<string> Ready(PlanRow plan) => _world.Plans.Ready(PlanWorld.OrgId, plan.Id).Select(todo => todo.Content);
}
