using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Plans;

public sealed class PlansTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task A_plan_is_worked_through()
    {
        var client = computer.Client;
        var thread = await client.CreateThreadAsync(computer.AgentId, Limit.Token);
        var plan = await client.CreatePlanAsync(new() { ThreadId = thread.Id, Title = "Ship it", Todos = [new() { Content = "Test" }] }, Limit.Token);
        var test = plan.Todos[0];
        var release = await client.AddTodoAsync(plan.Id, new() { Content = "Release" }, Limit.Token);
        await client.AddTodoDependencyAsync(plan.Id, release.Id, BlockedBy(test), Limit.Token);

        var first = await client.ListReadyTodosAsync(plan.Id, Limit.Token);
        var done = await client.UpdateTodoAsync(plan.Id, test.Id, new() { Status = PlanTodoStatus.Done }, Limit.Token);
        var second = await client.ListReadyTodosAsync(plan.Id, Limit.Token);

        first.Select(todo => todo.Content).Should().Equal("Test");
        (done.Content, done.Status).Should().Be(("Test", PlanTodoStatus.Done));
        second.Select(todo => todo.Content).Should().Equal("Release");
        (await client.GetPlanAsync(plan.Id, Limit.Token)).Todos.Select(todo => (todo.Content, todo.Status)).Should().Equal(
            ("Test", PlanTodoStatus.Done), ("Release", PlanTodoStatus.Pending));
    }

    [Fact]
    public async Task Dependencies_are_listed_and_removed_and_make_no_circle()
    {
        var client = computer.Client;
        var plan = await CreateAsync();
        var (first, second) = (plan.Todos[0], plan.Todos[1]);
        await client.AddTodoDependencyAsync(plan.Id, second.Id, BlockedBy(first), Limit.Token);

        var circle = () => client.AddTodoDependencyAsync(plan.Id, first.Id, BlockedBy(second), Limit.Token);

        (await circle.Should().ThrowAsync<FlapjackValidationException>()).Which.Detail.Should().Contain(first.Id).And.Contain(second.Id);
        var listed = await client.ListTodoDependenciesAsync(plan.Id, second.Id, Limit.Token);
        listed.Select(dependency => dependency.GetProperty("blocker_id").GetString()).Should().Equal(first.Id);
        await client.RemoveTodoDependencyAsync(plan.Id, second.Id, BlockedBy(first), Limit.Token);
        (await client.ListTodoDependenciesAsync(plan.Id, second.Id, Limit.Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_plan_is_listed_renamed_and_deleted()
    {
        var client = computer.Client;
        var plan = await CreateAsync();
        var threadId = plan.AdditionalProperties!["thread_id"].GetString()!;

        await client.DeleteTodoAsync(plan.Id, plan.Todos[0].Id, Limit.Token);
        await client.UpdatePlanAsync(plan.Id, new() { Title = "New" }, Limit.Token);
        var listed = await client.ListPlansAsync(threadId, Limit.Token);
        await client.DeletePlanAsync(plan.Id, Limit.Token);

        var only = listed.Should().ContainSingle().Subject;
        (only.Id, only.Title).Should().Be((plan.Id, "New"));
        only.Todos.Select(todo => todo.Content).Should().Equal("Second");
        (await client.ListPlansAsync(threadId, Limit.Token)).Should().BeEmpty();
    }

    private static JsonElement BlockedBy(PlanTodo blocker) => JsonElement.Parse($$"""{"blockerId":"{{blocker.Id}}"}""");

    private async Task<Plan> CreateAsync()
    {
        var thread = await computer.Client.CreateThreadAsync(computer.AgentId, Limit.Token);
        return await computer.Client.CreatePlanAsync(
            new() { ThreadId = thread.Id, Title = "Ship it", Todos = [new() { Content = "First" }, new() { Content = "Second" }] }, Limit.Token);
    }
}
