using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Resources.Threads;

namespace Flapjack.ReferenceBackend.Tests.Resources.Plans;

public sealed class PlansTests(BackendWithAgent backend) : IClassFixture<BackendWithAgent>
{
    private static readonly string[] Fields = ["id", "org_id", "thread_id", "title", "todos", "created_at", "updated_at"];
    private static readonly string[] TodoFields = ["id", "plan_id", "content", "status", "created_at", "updated_at"];

    [Fact]
    public async Task A_plan_is_created_with_its_todos_and_read()
    {
        var threadId = await backend.CreateThreadAsync();

        var created = await CreateAsync(threadId, ""","todos":[{"content":"Test"},{"content":"Release","status":"skipped"}]""");

        created.Json.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        (created.Text("org_id"), created.Text("thread_id"), created.Text("title")).Should().Be((backend.Backend.Backend.OrgId, threadId, "Ship it"));
        created.Text("created_at").Should().EndWith("Z").And.Be(created.Text("updated_at"));
        var todos = created.Json.GetProperty("todos").EnumerateArray().ToList();
        todos.Should().AllSatisfy(todo => todo.EnumerateObject().Select(field => field.Name).Should().Equal(TodoFields));
        todos.Select(todo => (todo.GetProperty("content").GetString(), todo.GetProperty("status").GetString())).Should().Equal(("Test", "pending"), ("Release", "skipped"));
        var read = await backend.SendAsync("GET", "/api/plans/" + created.Text("id").ToUpperInvariant());
        (read.Status, read.Body).Should().Be((200, created.Body));
    }

    [Fact]
    public async Task A_list_has_the_plans_of_the_thread_only()
    {
        var threadId = await backend.CreateThreadAsync();
        var first = await CreateAsync(threadId);
        var second = await CreateAsync(threadId, ""","todos":[{"content":"Test"}]""");
        await CreateAsync(await backend.CreateThreadAsync());

        var list = await backend.SendAsync("GET", "/api/plans?threadId=" + threadId);

        list.Body.Should().Be($"[{first.Body},{second.Body}]");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?threadId=")]
    [InlineData("?threadId=7")]
    public async Task A_list_needs_a_thread(string query) => (await backend.SendAsync("GET", "/api/plans" + query)).ShouldBeRefused(400, "INVALID_THREAD_ID");

    [Fact]
    public async Task A_plan_is_renamed()
    {
        var plan = await CreateAsync(await backend.CreateThreadAsync(), ""","todos":[{"content":"Test"}]""");

        var renamed = await backend.SendAsync("PATCH", PathOf(plan), """{"title":"New"}""");

        (renamed.Status, renamed.Text("title")).Should().Be((200, "New"));
        renamed.Json.GetProperty("todos").GetRawText().Should().Be(plan.Json.GetProperty("todos").GetRawText());
    }

    [Fact]
    public async Task A_deleted_plan_is_gone_with_its_todos()
    {
        var plan = await CreateAsync(await backend.CreateThreadAsync());
        var todo = await AddAsync(plan, "Test");

        var deleted = await backend.SendAsync("DELETE", PathOf(plan));

        (deleted.Status, deleted.Body).Should().Be((204, ""));
        (await backend.SendAsync("GET", PathOf(plan))).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.SendAsync("PATCH", PathOf(plan, todo), "{}")).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.SendAsync("DELETE", PathOf(plan))).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_todo_is_added_to_the_end_changed_and_deleted()
    {
        var plan = await CreateAsync(await backend.CreateThreadAsync(), ""","todos":[{"content":"First"}]""");

        var added = await AddAsync(plan, "Second");
        var third = await AddAsync(plan, "Third");
        var changed = await backend.SendAsync("PATCH", PathOf(plan, added), """{"status":"done"}""");
        var renamed = await backend.SendAsync("PATCH", PathOf(plan, added), """{"content":"New"}""");
        var deleted = await backend.SendAsync("DELETE", PathOf(plan, third));

        added.Status.Should().Be(201, added.Body);
        (changed.Status, changed.Text("content"), changed.Text("status")).Should().Be((200, "Second", "done"));
        (renamed.Text("content"), renamed.Text("status")).Should().Be(("New", "done"));
        (deleted.Status, deleted.Body).Should().Be((204, ""));
        var todos = (await backend.SendAsync("GET", PathOf(plan))).Json.GetProperty("todos").EnumerateArray().ToList();
        todos.Select(todo => todo.GetProperty("content").GetString()).Should().Equal("First", "New");
    }

    [Fact]
    public async Task A_plan_begins_with_at_most_1000_todos()
    {
        var threadId = await backend.CreateThreadAsync();
        var todos = string.Join(',', Enumerable.Repeat("""{"content":"z"}""", 1_000));

        var most = await backend.SendAsync("POST", "/api/plans", $$"""{"threadId":"{{threadId}}","title":"y","todos":[{{todos}}]}""");
        var more = await backend.SendAsync("POST", "/api/plans", $$"""{"threadId":"{{threadId}}","title":"y","todos":[{{todos}},{"content":"z"}]}""");

        most.Status.Should().Be(201);
        more.ShouldBeRefused(400, "INVALID_TODOS");
    }

    [Theory]
    [InlineData("POST", "", """{"threadId":"x","title":"y"}""", "INVALID_THREAD_ID")]
    [InlineData("POST", "", """{"threadId":"{thread}"}""", "INVALID_TITLE")]
    [InlineData("POST", "", """{"threadId":"{thread}","title":"y","todos":{}}""", "INVALID_TODOS")]
    [InlineData("POST", "", """{"threadId":"{thread}","title":"y","todos":[{"content":"z"},{"content":" "}]}""", "INVALID_TODOS")]
    [InlineData("POST", "", """{"threadId":"{thread}","title":"y","todos":[{"content":"z","status":"parked"}]}""", "INVALID_TODOS")]
    [InlineData("PATCH", "/{plan}", """{"title":null}""", "INVALID_TITLE")]
    [InlineData("POST", "/{plan}/todos", """{"status":"done"}""", "INVALID_CONTENT")]
    [InlineData("POST", "/{plan}/todos", """{"content":"z","status":"parked"}""", "INVALID_STATUS")]
    [InlineData("PATCH", "/{plan}/todos/{todo}", """{"content":null}""", "INVALID_CONTENT")]
    [InlineData("PATCH", "/{plan}/todos/{todo}", """{"status":null}""", "INVALID_STATUS")]
    [InlineData("POST", "/{plan}/todos/{todo}/deps", """{"blockerId":"first"}""", "INVALID_BLOCKER_ID")]
    public async Task A_wrong_field_is_refused_with_its_code_and_changes_nothing(string method, string path, string body, string code)
    {
        var threadId = await backend.CreateThreadAsync();
        var plan = await CreateAsync(threadId);
        var todo = await AddAsync(plan, "Test");
        var before = await backend.SendAsync("GET", "/api/plans?threadId=" + threadId);

        var answer = await backend.SendAsync(
            method,
            "/api/plans" + path.Replace("{plan}", plan.Text("id"), StringComparison.Ordinal).Replace("{todo}", todo.Text("id"), StringComparison.Ordinal),
            body.Replace("{thread}", threadId, StringComparison.Ordinal));

        answer.ShouldBeRefused(400, code);
        (await backend.SendAsync("GET", "/api/plans?threadId=" + threadId)).Body.Should().Be(before.Body);
    }

    [Fact]
    public async Task A_wrong_todo_of_a_new_plan_is_refused_by_its_place()
    {
        var answer = await backend.SendAsync(
            "POST", "/api/plans", $$"""{"threadId":"{{await backend.CreateThreadAsync()}}","title":"y","todos":[{"content":"z"},{"status":"done"}]}""");

        answer.Text("detail").Should().Be("todos[1]: content is required, and must not be blank.");
    }

    [Fact]
    public async Task A_todo_is_not_found_under_another_plan()
    {
        var threadId = await backend.CreateThreadAsync();
        var plan = await CreateAsync(threadId);
        var other = await CreateAsync(threadId);
        var todo = await AddAsync(plan, "Test");

        var answer = await backend.SendAsync("DELETE", PathOf(other, todo));

        answer.ShouldBeRefused(404, "NOT_FOUND");
        (await backend.SendAsync("GET", PathOf(plan))).Body.Should().Contain(todo.Text("id"));
    }

    internal static string PathOf(HttpAnswer plan, HttpAnswer? todo = null) => $"/api/plans/{plan.Text("id")}" + (todo is null ? "" : $"/todos/{todo.Text("id")}");

    private async Task<HttpAnswer> CreateAsync(string threadId, string more = "")
    {
        var created = await backend.SendAsync("POST", "/api/plans", $$"""{"threadId":"{{threadId}}","title":"Ship it"{{more}}}""");
        created.Status.Should().Be(201, created.Body);
        return created;
    }

    private Task<HttpAnswer> AddAsync(HttpAnswer plan, string content) => backend.SendAsync("POST", PathOf(plan) + "/todos", $$"""{"content":"{{content}}"}""");
}
