using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Plans;

public sealed class TodoTests : WireTest
{
    private const string All = "/api/plans/p1/todos";
    private const string One = "/api/plans/p1/todos/d1";
    private const string Dependencies = One + "/deps";
    private const string Json = """{"id":"d1","content":"Test","status":"done","plan_id":"p1"}""";
    private const string Blocker = """{"blockerId":"d2"}""";

    public static TheoryData<UpdateTodoRequest, string> Updates => new()
    {
        { new(), "{}" },
        { new() { Content = "New" }, """{"content":"New"}""" },
        { new() { Status = PlanTodoStatus.InProgress }, """{"status":"in_progress"}""" },
        { new() { Content = "New", Status = new("parked") }, """{"content":"New","status":"parked"}""" },
    };

    [Theory]
    [InlineData(null, """{"content":"Test"}""")]
    [InlineData("pending", """{"content":"Test","status":"pending"}""")]
    public async Task A_todo_is_added(string? status, string body)
    {
        Wire.Answers(All, new Answer(201, Json));

        var todo = await Client.AddTodoAsync("p1", new() { Content = "Test", Status = status is null ? null : new(status) }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, body));
        (todo.Id, todo.Content, todo.Status).Should().Be(("d1", "Test", PlanTodoStatus.Done));
        todo.AdditionalProperties!["plan_id"].GetString().Should().Be("p1");
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_update_sends_what_was_assigned(UpdateTodoRequest request, string body)
    {
        Wire.Answers(One, Json);

        var todo = await Client.UpdateTodoAsync("p1", "d1", request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, body));
        todo.Status.Should().Be(PlanTodoStatus.Done);
    }

    [Fact]
    public async Task An_answer_may_lack_every_field()
    {
        Wire.Answers(One, "{}");

        var todo = await Client.UpdateTodoAsync("p1", "d1", new()).Soon();

        todo.Should().BeEquivalentTo(new PlanTodo());
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task A_todo_is_deleted(int status, string body)
    {
        Wire.Answers(One, new Answer(status, body));

        await Client.DeleteTodoAsync("p1", "d1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", One, ""));
    }

    [Fact]
    public async Task Dependencies_are_JSON_of_any_shape()
    {
        Wire.Answers(Dependencies, """[{"blocker_id":"d2"},"d3"]""");

        var dependencies = await Client.ListTodoDependenciesAsync("p1", "d1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Dependencies));
        dependencies.Select(dependency => dependency.GetRawText()).Should().Equal("""{"blocker_id":"d2"}""", "\"d3\"");
    }

    [Fact]
    public async Task A_dependency_is_added()
    {
        Wire.Answers(Dependencies, new Answer(201, """{"blocker_id":"d2"}"""));

        var dependency = await Client.AddTodoDependencyAsync("p1", "d1", JsonElement.Parse(Blocker)).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Dependencies, Blocker));
        dependency.GetProperty("blocker_id").GetString().Should().Be("d2");
    }

    [Fact]
    public async Task A_circle_is_refused()
    {
        Wire.Answers(Dependencies, new Answer(422, """{"error":"CYCLE","detail":"d1 waits for d2"}"""));

        var add = () => Client.AddTodoDependencyAsync("p1", "d1", JsonElement.Parse(Blocker)).Soon();

        (await add.Should().ThrowAsync<FlapjackValidationException>()).Which.Detail.Should().Be("d1 waits for d2");
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task A_dependency_is_removed_with_a_body(int status, string body)
    {
        Wire.Answers(Dependencies, new Answer(status, body));

        await Client.RemoveTodoDependencyAsync("p1", "d1", JsonElement.Parse(Blocker)).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", Dependencies, Blocker));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void The_ids_are_checked_at_the_call(string? id)
    {
        var json = JsonElement.Parse(Blocker);
        Action[] plans =
        [
            () => Client.AddTodoAsync(id!, new() { Content = "x" }),
            () => Client.UpdateTodoAsync(id!, "d1", new()),
            () => Client.DeleteTodoAsync(id!, "d1"),
            () => Client.ListTodoDependenciesAsync(id!, "d1"),
            () => Client.AddTodoDependencyAsync(id!, "d1", json),
            () => Client.RemoveTodoDependencyAsync(id!, "d1", json),
        ];
        Action[] todos =
        [
            () => Client.UpdateTodoAsync("p1", id!, new()),
            () => Client.DeleteTodoAsync("p1", id!),
            () => Client.ListTodoDependenciesAsync("p1", id!),
            () => Client.AddTodoDependencyAsync("p1", id!, json),
            () => Client.RemoveTodoDependencyAsync("p1", id!, json),
        ];

        plans.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("planId"));
        todos.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("todoId"));
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void What_is_sent_is_checked_at_the_call()
    {
        Action[] nulls = [() => Client.AddTodoAsync("p1", null!), () => Client.UpdateTodoAsync("p1", "d1", null!)];
        Action[] nothing = [() => Client.AddTodoDependencyAsync("p1", "d1", default), () => Client.RemoveTodoDependencyAsync("p1", "d1", default)];

        nulls.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request"));
        nothing.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentException>().WithParameterName("request"));
        Wire.Requests.Should().BeEmpty();
    }
}
