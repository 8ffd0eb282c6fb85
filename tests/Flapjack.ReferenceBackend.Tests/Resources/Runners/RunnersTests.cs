using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Resources.Runners;

public sealed class RunnersTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private static readonly string[] Fields = ["id", "org_id", "name", "description", "default_model", "input_schema", "max_concurrent_runs", "project_id", "created_at", "updated_at"];

    [Fact]
    public async Task A_runner_is_created_and_read_as_documented()
    {
        var created = await backend.PostAsync("/api/runners", """{"name":"Daily Report","description":"news","defaultModel":"gpt-5.4","inputSchema":{"type":"object"}}""");

        created.Status.Should().Be(201, created.Body);
        created.Json.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        created.Text("org_id").Should().Be(backend.Backend.OrgId);
        created.Body.Should().Contain("""
            "name":"Daily Report","description":"news","default_model":"gpt-5.4","input_schema":{"type":"object"},"max_concurrent_runs":null,"project_id":null,
            """);
        created.Text("created_at").Should().EndWith("Z").And.Be(created.Text("updated_at"));
        (await backend.GetAsync("/api/runners/" + created.Text("id").ToUpperInvariant())).Body.Should().Be(created.Body);
    }

    [Fact]
    public async Task A_list_has_the_organizations_own_runners_only()
    {
        var stranger = backend.StrangerOf();
        var mine = await CreateAsync();
        var theirs = await TestBackend.SendAsync(stranger, HttpMethod.Post, "/api/runners", """{"name":"Theirs"}""");

        var list = await TestBackend.SendAsync(stranger, HttpMethod.Get, "/api/runners");

        list.Body.Should().Be($"[{theirs.Body}]").And.NotContain(mine);
        (await backend.GetAsync("/api/runners")).Body.Should().Contain(mine).And.NotContain("Theirs");
    }

    [Theory]
    [InlineData("""{}""", "INVALID_NAME")]
    [InlineData("""{"name":""}""", "INVALID_NAME")]
    [InlineData("""{"name":"x","description":1}""", "INVALID_DESCRIPTION")]
    [InlineData("""{"name":"x","defaultModel":[]}""", "INVALID_DEFAULT_MODEL")]
    [InlineData("""{"name":"x","inputSchema":"text"}""", "INVALID_INPUT_SCHEMA")]
    [InlineData("""{"name":"x","maxConcurrentRuns":0}""", "INVALID_MAX_CONCURRENT_RUNS")]
    [InlineData("""{"name":"x","maxConcurrentRuns":101}""", "INVALID_MAX_CONCURRENT_RUNS")]
    [InlineData("""{"name":"x","maxConcurrentRuns":"many"}""", "INVALID_MAX_CONCURRENT_RUNS")]
    public async Task A_wrong_field_is_refused_with_its_code(string body, string code) =>
        (await backend.PostAsync("/api/runners", body)).ShouldBeRefused(400, code);

    [Theory]
    [InlineData("""{"name":null}""", "INVALID_NAME")]
    [InlineData("""{"projectId":"none"}""", "INVALID_PROJECT_ID")]
    public async Task A_wrong_field_of_a_change_is_refused_and_changes_nothing(string body, string code)
    {
        var id = await CreateAsync();
        var before = await backend.GetAsync("/api/runners/" + id);

        (await PatchAsync(id, body)).ShouldBeRefused(400, code);

        (await backend.GetAsync("/api/runners/" + id)).Body.Should().Be(before.Body);
    }

    [Fact]
    public async Task A_deleted_project_lets_its_runners_go()
    {
        var id = await CreateAsync();
        var project = (await backend.PostAsync("/api/projects", """{"name":"P"}""")).Text("id");
        var joined = await PatchAsync(id, $$"""{"projectId":"{{project}}"}""");

        await backend.DeleteAsync("/api/projects/" + project);

        joined.Text("project_id").Should().Be(project);
        (await backend.GetAsync("/api/runners/" + id)).Body.Should().Be(joined.Body.Replace($"\"{project}\"", "null", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_runner_leaves_its_project_and_can_join_another()
    {
        var id = await CreateAsync();
        var project = (await backend.PostAsync("/api/projects", """{"name":"P"}""")).Text("id");

        var joined = await PatchAsync(id, $$"""{"projectId":"{{project.ToUpperInvariant()}}"}""");
        var left = await PatchAsync(id, """{"projectId":null}""");

        joined.Text("project_id").Should().Be(project);
        left.Body.Should().Contain("\"project_id\":null");
    }

    [Fact]
    public async Task A_deleted_runner_is_gone_with_all_that_belongs_to_it()
    {
        var id = await CreateAsync();
        await backend.PostAsync($"/api/runners/{id}/steps", """{"kind":"agent"}""");
        await backend.PostAsync($"/api/runners/{id}/triggers", """{"kind":"manual"}""");
        await backend.PostAsync($"/api/runners/{id}/runs", "{}");
        await TestBackend.SendAsync(backend.Client, HttpMethod.Put, $"/api/runners/{id}/budget", """{"usd":1}""");

        var deleted = await backend.DeleteAsync("/api/runners/" + id);

        (deleted.Status, deleted.Body).Should().Be((204, ""));
        (await backend.GetAsync("/api/runners/" + id)).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.DeleteAsync("/api/runners/" + id)).ShouldBeRefused(404, "NOT_FOUND");
        foreach (var table in (string[])["runner_steps", "runner_triggers", "runner_runs", "runner_budgets"])
        {
            backend.Backend.Store().Read(db => db.QuerySingle($"SELECT count(*) FROM {table} WHERE runner_id = $id", row => row.GetInt64(0), ("$id", id)))
                .Should().Be(0, table);
        }
    }

    // The answer of a list is one level deeper than the body.
    [Fact]
    public async Task A_schema_may_be_as_deep_as_a_body_can_be_and_may_name_a_field_twice()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 47)) + "1" + new string('}', 47);
        var twice = """{"a":1,"a":2}""";

        var created = await backend.PostAsync("/api/runners", $$"""{"name":"Deep","inputSchema":{{deep}}}""");
        var changed = await PatchAsync(created.Text("id"), $$"""{"inputSchema":{{twice}}}""");

        created.Status.Should().Be(201, created.Body);
        created.Body.Should().Contain(deep);
        changed.Status.Should().Be(200, changed.Body);
        (await backend.GetAsync("/api/runners")).Status.Should().Be(200);
    }

    private async Task<string> CreateAsync() => (await backend.PostAsync("/api/runners", """{"name":"Nightly"}""")).Text("id");

    private Task<HttpAnswer> PatchAsync(string id, string body) => TestBackend.SendAsync(backend.Client, HttpMethod.Patch, "/api/runners/" + id, body);
}
