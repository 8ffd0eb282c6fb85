using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Resources.Plans;
using Flapjack.ReferenceBackend.Tests.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Resources.Plans;

public sealed class PlanToolsTests : IDisposable
{
    private static readonly ChatOverrides On = new() { Plan = JsonElement.Parse("""{"enabled":true}""") };

    private readonly ToolWorld _world = new();
    private readonly PlanService _plans;
    private readonly PlanTools _tools;

    public PlanToolsTests()
    {
        _plans = new(_world.Store, _world.Time);
        _tools = new(_plans, _world.Configs);
    }

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("{}", null, false)]
    [InlineData("""{"enabled":true}""", null, true)]
    [InlineData("""{"enabled":false}""", null, false)]
    [InlineData("""{"enabled":"yes"}""", null, false)]
    [InlineData("{}", """{"enabled":true}""", true)]
    [InlineData("""{"enabled":true}""", """{"enabled":false}""", false)]
    [InlineData("""{"enabled":true}""", "{}", true)]
    public async Task The_tools_are_offered_if_the_agent_or_the_message_says_so(string config, string? overrides, bool areOffered)
    {
        _world.Configs.Replace("a1", "plan", JsonElement.Parse(config));
        var turn = _world.Turn(overrides: new() { Plan = overrides is null ? null : JsonElement.Parse(overrides) });

        var names = await ToolWorld.NamesAsync(_tools, turn);

        names.Should().Equal(areOffered ? ["plan_create", "plan_update", "todo_add", "todo_update"] : []);
    }

    [Fact]
    public async Task A_plan_is_made_and_progresses_and_every_answer_is_the_whole_plan_as_its_route_shows_it()
    {
        var created = await CallAsync("plan_create", """{"title":"Ship it","todos":[{"content":"build"},{"content":"test","status":"in_progress"}]}""");
        var plan = _plans.OfThread("o1", "t1").Single();
        var (build, test) = (plan.Todos[0].Id, plan.Todos[1].Id);
        created.Json().Should().Be(
            $$$"""{"id":"{{{plan.Id}}}","org_id":"o1","thread_id":"t1","title":"Ship it","todos":[{"id":"{{{build}}}","plan_id":"{{{plan.Id}}}","content":"build","status":"pending","created_at":"2026-05-04T12:00:00Z","updated_at":"2026-05-04T12:00:00Z"},{"id":"{{{test}}}","plan_id":"{{{plan.Id}}}","content":"test","status":"in_progress","created_at":"2026-05-04T12:00:00Z","updated_at":"2026-05-04T12:00:00Z"}],"created_at":"2026-05-04T12:00:00Z","updated_at":"2026-05-04T12:00:00Z"}""");

        var done = await CallAsync("todo_update", $$"""{"todoId":"{{build}}","status":"done","content":null}""");
        var added = await CallAsync("todo_add", """{"content":"release"}""");
        var renamed = await CallAsync("plan_update", """{"title":"Ship it today"}""");

        Todos(done).Should().Equal("build: done", "test: in_progress");
        Todos(added).Should().Equal("build: done", "test: in_progress", "release: pending");
        renamed.Result.GetProperty("title").GetString().Should().Be("Ship it today");
        Todos(renamed).Should().HaveCount(3);
        _plans.OfThread("o1", "t1").Single().Title.Should().Be("Ship it today");
    }

    [Fact]
    public async Task A_call_that_names_no_plan_is_about_the_latest_plan_of_the_thread()
    {
        var first = await CreateAsync("First");
        var second = await CreateAsync("Second");

        var added = await CallAsync("todo_add", """{"content":"a"}""");
        var toFirst = await CallAsync("todo_add", $$"""{"planId":"{{first.Id.ToUpperInvariant()}}","content":"b"}""");

        Id(added).Should().Be(second.Id);
        Id(toFirst).Should().Be(first.Id);
    }

    [Fact]
    public async Task A_todo_is_found_in_every_plan_of_the_thread()
    {
        var first = await CreateAsync("First");
        await CreateAsync("Second");

        var skipped = await CallAsync("todo_update", $$"""{"todoId":"{{first.Todos[0].Id}}","status":"skipped"}""");

        Id(skipped).Should().Be(first.Id);
        Todos(skipped).Should().Equal("todo: skipped");
    }

    [Theory]
    [InlineData("t2")]
    [InlineData("t3")]
    [InlineData("u1")]
    public async Task Plans_of_other_threads_agents_and_organizations_are_as_if_they_did_not_exist(string thread)
    {
        var plan = await CreateAsync("Mine");

        var renamed = await CallAsync("plan_update", $$"""{"planId":"{{plan.Id}}","title":"x"}""", thread);
        var added = await CallAsync("todo_add", """{"content":"x"}""", thread);
        var updated = await CallAsync("todo_update", $$"""{"todoId":"{{plan.Todos[0].Id}}","status":"done"}""", thread);

        renamed.Error().Should().Be($"This conversation has no plan '{plan.Id}'. Leave out planId for its latest plan.");
        added.Error().Should().Be("This conversation has no plan yet. Create one with plan_create.");
        updated.Error().Should().Be($"No plan of this conversation has a todo '{plan.Todos[0].Id}'. The answers of the plan tools show the ids of the todos.");
        _plans.Find("o1", plan.Id).Should().BeEquivalentTo(plan);
    }

    [Theory]
    [InlineData("plan_create", "{}", "title is required, and must not be blank.")]
    [InlineData("plan_create", """{"title":" ","todos":[]}""", "title is required, and must not be blank.")]
    [InlineData("plan_create", """{"title":"x","todos":"build"}""", "todos must be an array of {content, status}.")]
    [InlineData("plan_create", """{"title":"x","todos":["build"]}""", "todos[0] must be an object with the string content.")]
    [InlineData("plan_create", """{"title":"x","todos":[{"content":"a","status":"finished"}]}""", "todos[0]: status must be one of pending, in_progress, done, skipped.")]
    [InlineData("plan_update", "{}", "title is required, and must not be blank.")]
    [InlineData("plan_update", """{"planId":7,"title":"x"}""", "planId must be a string of Unicode text.")]
    [InlineData("todo_add", """{"content":["x"]}""", "content must be a string of Unicode text.")]
    [InlineData("todo_add", """{"content":"x","planId":"latest"}""", "planId must be a UUID.")]
    [InlineData("todo_update", """{"status":"done"}""", "todoId is required, and must be a UUID.")]
    [InlineData("todo_update", """{"todoId":"00000000-0000-0000-0000-000000000000"}""", "todo_update changes nothing without status or content: give at least one of them.")]
    [InlineData("todo_update", """{"todoId":"00000000-0000-0000-0000-000000000000","status":"started"}""", "status must be one of pending, in_progress, done, skipped.")]
    [InlineData("todo_update", """{"todoId":"00000000-0000-0000-0000-000000000000","content":""}""", "content is required, and must not be blank.")]
    public async Task A_bad_argument_is_named_and_the_agent_is_told_what_to_do(string tool, string arguments, string told)
    {
        var outcome = await CallAsync(tool, arguments);

        outcome.Error().Should().Be($"{told} Correct the arguments and call {tool} again.");
        _world.Count("plans").Should().Be(0);
    }

    [Fact]
    public async Task The_limits_are_those_of_the_routes_and_the_model_is_told_them()
    {
        var longTitle = await CallAsync("plan_create", $$"""{"title":"{{new string('x', 201)}}"}""");
        var manyTodos = await CallAsync("plan_create", $$"""{"title":"x","todos":[{{string.Join(',', Enumerable.Repeat("{\"content\":\"y\"}", 1_001))}}]}""");

        longTitle.Error().Should().StartWith("title must have at most 200 characters.");
        manyTodos.Error().Should().StartWith("todos must have at most 1000 items; add more of them one by one.");
        await using var offer = await _tools.OfferAsync(_world.Turn(overrides: On), CancellationToken.None);
        var schema = offer.Tools[0].Parameters.GetProperty("properties");
        schema.GetProperty("title").GetProperty("maxLength").GetInt32().Should().Be(200);
        schema.GetProperty("todos").GetProperty("maxItems").GetInt32().Should().Be(1_000);
        schema.GetProperty("todos").GetProperty("items").GetProperty("properties").GetProperty("status").GetProperty("enum").EnumerateArray()
            .Select(status => status.GetString()).Should().Equal("pending", "in_progress", "done", "skipped");
    }

    [Fact]
    public async Task A_call_of_a_cancelled_turn_changes_nothing()
    {
        await using var offer = await _tools.OfferAsync(_world.Turn(overrides: On), CancellationToken.None);

        var call = () => offer.Tools[0].RunAsync(new("call", "plan_create", JsonElement.Parse("""{"title":"x"}""")), new(canceled: true));

        await call.Should().ThrowAsync<OperationCanceledException>();
        _world.Count("plans").Should().Be(0);
    }

    private Task<ToolOutcome> CallAsync(string name, string arguments, string thread = "t1") =>
        ToolWorld.CallAsync(_tools, _world.Turn(thread, overrides: On), name, arguments);

    private async Task<PlanRow> CreateAsync(string title)
    {
        var created = await CallAsync("plan_create", $$"""{"title":"{{title}}","todos":[{"content":"todo"}]}""");
        return _plans.Find("o1", Id(created));
    }

    private static string Id(ToolOutcome plan) => JsonElement.Parse(plan.Json()).GetProperty("id").GetString()!;

    private static string[] Todos(ToolOutcome plan) =>
        [.. JsonElement.Parse(plan.Json()).GetProperty("todos").EnumerateArray().Select(todo => $"{todo.GetProperty("content")}: {todo.GetProperty("status")}")];
}
