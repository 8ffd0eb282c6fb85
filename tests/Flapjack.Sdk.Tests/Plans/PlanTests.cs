using System.Net;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Plans;

public sealed class PlanTests : WireTest
{
    private const string All = "/api/plans";
    private const string One = "/api/plans/p1";

    private const string Json = """
        {"id":"p1","title":"Ship it","todos":[{"id":"d1","content":"Test","status":"in_progress","position":1},{"id":"d2","content":"Release","status":"parked"}],"created_at":"2026-05-01T10:00:00Z","thread_id":"t1"}
        """;

    public static TheoryData<CreatePlanRequest, string> Creations => new()
    {
        { new() { ThreadId = "t1", Title = "Ship it" }, """{"threadId":"t1","title":"Ship it"}""" },
        {
            new() { ThreadId = "t1", Title = "Ship it", Todos = [new() { Content = "Test" }, new() { Content = "Release", Status = PlanTodoStatus.Skipped }] },
            """{"threadId":"t1","title":"Ship it","todos":[{"content":"Test"},{"content":"Release","status":"skipped"}]}"""
        },
    };

    [Fact]
    public async Task A_plan_is_read_with_its_todos()
    {
        Wire.Answers(One, Json);

        var plan = await Client.GetPlanAsync("p1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        (plan.Id, plan.Title).Should().Be(("p1", "Ship it"));
        plan.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        plan.AdditionalProperties!["thread_id"].GetString().Should().Be("t1");
        plan.Todos.Select(todo => (todo.Id, todo.Content, todo.Status)).Should().Equal(
            ("d1", "Test", PlanTodoStatus.InProgress), ("d2", "Release", new PlanTodoStatus("parked")));
        plan.Todos[0].AdditionalProperties!["position"].GetInt32().Should().Be(1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"todos":null}""")]
    public async Task A_plan_may_have_no_todos(string json)
    {
        Wire.Answers(One, json);

        var plan = await Client.GetPlanAsync("p1").Soon();

        (plan.Id, plan.Title, plan.Todos.Count, plan.CreatedAt).Should().Be(("", null, 0, null));
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_and_not_the_plan()
    {
        Wire.Answers(One, """{"id":"p1","title":7,"todos":[{"id":"d1","content":[],"status":1},{"id":"d2","status":"done"}]}""");

        var plan = await Client.GetPlanAsync("p1").Soon();

        (plan.Id, plan.Title).Should().Be(("p1", null));
        plan.Todos.Select(todo => (todo.Id, todo.Content, todo.Status)).Should().Equal(("d1", null, null), ("d2", null, PlanTodoStatus.Done));
        plan.Todos[0].AdditionalProperties!["status"].GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task The_plans_of_a_thread_are_listed()
    {
        HttpRequestMessage? asked = null;
        using var http = new HttpClient(new StubHandler((request, _) =>
        {
            asked = request;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""[{{Json}},{"id":"p2"}]""") });
        }));
        using var client = TestClient.Over(http, new("https://api.example"));

        var plans = await client.ListPlansAsync("t&1").Soon();

        (asked!.Method, asked.RequestUri!.PathAndQuery).Should().Be((HttpMethod.Get, "/api/plans?threadId=t%261"));
        plans.Select(plan => (plan.Id, plan.Todos.Count)).Should().Equal(("p1", 2), ("p2", 0));
    }

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task A_plan_is_created(CreatePlanRequest request, string body)
    {
        Wire.Answers(All, new Answer(201, Json));

        var plan = await Client.CreatePlanAsync(request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, body));
        plan.Id.Should().Be("p1");
    }

    [Theory]
    [InlineData("New", """{"title":"New"}""")]
    [InlineData(null, "{}")]
    public async Task An_update_sends_what_was_assigned(string? title, string body)
    {
        Wire.Answers(One, Json);

        var plan = await Client.UpdatePlanAsync("p1", new() { Title = title }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, body));
        plan.Title.Should().Be("Ship it");
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task A_plan_is_deleted(int status, string body)
    {
        Wire.Answers(One, new Answer(status, body));

        await Client.DeletePlanAsync("p1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", One, ""));
    }

    [Fact]
    public async Task The_todos_that_are_ready_are_listed()
    {
        Wire.Answers(One + "/ready", """[{"id":"d2","content":"Release","status":"pending"},{}]""");

        var todos = await Client.ListReadyTodosAsync("p1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One + "/ready"));
        todos.Select(todo => (todo.Id, todo.Content, todo.Status)).Should().Equal(("d2", "Release", PlanTodoStatus.Pending), ("", null, null));
    }

    [Fact]
    public async Task A_plan_that_is_not_there_is_not_found()
    {
        Wire.Answers(One, new Answer(404, """{"error":"NOT_FOUND","detail":"Plan not found"}"""));

        var thrown = await Client.Invoking(client => client.GetPlanAsync("p1").Soon()).Should().ThrowAsync<FlapjackNotFoundException>();

        thrown.Which.Detail.Should().Be("Plan not found");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_id_is_checked_at_the_call(string? id)
    {
        Action[] calls =
        [
            () => Client.GetPlanAsync(id!),
            () => Client.UpdatePlanAsync(id!, new()),
            () => Client.DeletePlanAsync(id!),
            () => Client.ListReadyTodosAsync(id!),
        ];
        Action list = () => Client.ListPlansAsync(id!);

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("planId"));
        list.Should().Throw<ArgumentException>().WithParameterName("threadId");
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void A_request_is_checked_at_the_call()
    {
        Action[] nulls = [() => Client.CreatePlanAsync(null!), () => Client.UpdatePlanAsync("p1", null!)];
        Action broken = () => Client.CreatePlanAsync(new() { ThreadId = "t1", Title = "x", Todos = [new() { Content = "\uD83E" }] });

        nulls.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request"));
        broken.Should().ThrowExactly<ArgumentException>().WithParameterName("request").WithMessage("Todos[0].Content holds half a character*");
        Wire.Requests.Should().BeEmpty();
    }
}
