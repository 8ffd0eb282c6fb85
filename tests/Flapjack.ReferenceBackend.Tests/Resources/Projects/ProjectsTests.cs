using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Resources.Projects;

public sealed class ProjectsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private static readonly string[] Fields = ["id", "org_id", "name", "slug", "description", "created_at", "updated_at"];

    [Fact]
    public async Task A_project_is_created_and_read_as_documented()
    {
        var created = await backend.PostAsync("/api/projects", """{"name":"Site","slug":" My  Site! ","description":"all of it"}""");

        created.Status.Should().Be(201, created.Body);
        created.Json.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        created.Text("org_id").Should().Be(backend.Backend.OrgId);
        created.Text("name").Should().Be("Site");
        created.Text("slug").Should().Be("my-site");
        created.Text("description").Should().Be("all of it");
        created.Text("created_at").Should().EndWith("Z").And.Be(created.Text("updated_at"));
        var read = await backend.GetAsync("/api/projects/" + created.Text("id").ToUpperInvariant());
        read.Status.Should().Be(200);
        read.Body.Should().Be(created.Body);
    }

    [Fact]
    public async Task What_is_left_out_is_null()
    {
        var created = await backend.PostAsync("/api/projects", """{"name":"Bare"}""");

        created.Body.Should().Contain("\"slug\":null,\"description\":null");
    }

    [Fact]
    public async Task A_list_has_the_organizations_own_projects_only()
    {
        var stranger = backend.StrangerOf();
        var mine = await backend.PostAsync("/api/projects", """{"name":"Mine"}""");
        var theirs = await TestBackend.SendAsync(stranger, HttpMethod.Post, "/api/projects", """{"name":"Theirs"}""");

        var list = await TestBackend.SendAsync(stranger, HttpMethod.Get, "/api/projects");

        list.Body.Should().Be($"[{theirs.Body}]").And.NotContain(mine.Text("id"));
    }

    [Fact]
    public async Task A_patch_changes_what_was_sent_empties_what_is_null_and_leaves_the_rest()
    {
        var id = (await backend.PostAsync("/api/projects", """{"name":"Old","slug":"old","description":"kept"}""")).Text("id");

        var renamed = await PatchAsync(id, """{"name":"New","slug":null}""");

        renamed.Status.Should().Be(200, renamed.Body);
        renamed.Text("name").Should().Be("New");
        renamed.Body.Should().Contain("\"slug\":null");
        renamed.Text("description").Should().Be("kept");
        (await backend.GetAsync("/api/projects/" + id)).Body.Should().Be(renamed.Body);
    }

    [Theory]
    [InlineData("POST", """{}""", "INVALID_NAME")]
    [InlineData("POST", """{"name":" "}""", "INVALID_NAME")]
    [InlineData("POST", """{"name":1}""", "INVALID_NAME")]
    [InlineData("POST", """{"name":"x","slug":"!?"}""", "INVALID_SLUG")]
    [InlineData("POST", """{"name":"x","description":[]}""", "INVALID_DESCRIPTION")]
    [InlineData("POST", """[]""", "INVALID_BODY")]
    [InlineData("PATCH", """{"name":null}""", "INVALID_NAME")]
    [InlineData("PATCH", """{"slug":{}}""", "INVALID_SLUG")]
    public async Task A_wrong_field_is_refused_with_its_code_and_changes_nothing(string method, string body, string code)
    {
        var before = await backend.PostAsync("/api/projects", """{"name":"Before"}""");
        var path = method == "POST" ? "/api/projects" : "/api/projects/" + before.Text("id");

        var answer = await TestBackend.SendAsync(backend.Client, new(method), path, body);

        answer.ShouldBeRefused(400, code);
        (await backend.GetAsync("/api/projects/" + before.Text("id"))).Body.Should().Be(before.Body);
    }

    [Fact]
    public async Task A_deleted_project_is_gone()
    {
        var id = (await backend.PostAsync("/api/projects", """{"name":"Gone"}""")).Text("id");

        var deleted = await backend.DeleteAsync("/api/projects/" + id);

        deleted.Status.Should().Be(200);
        deleted.Body.Should().Be("""{"ok":true}""");
        (await backend.GetAsync("/api/projects/" + id)).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.DeleteAsync("/api/projects/" + id)).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_new_project_has_no_members()
    {
        var id = (await backend.PostAsync("/api/projects", """{"name":"Empty"}""")).Text("id");

        (await backend.GetAsync($"/api/projects/{id}/members")).Body.Should().Be("""{"runners":[],"agents":[]}""");
    }

    [Fact]
    public async Task The_members_of_a_project_are_the_agents_and_runners_that_were_put_into_it()
    {
        var id = (await backend.PostAsync("/api/projects", """{"name":"Full"}""")).Text("id");
        var first = await AgentAsync("""{"name":"First","description":"counts"}""");
        var second = await AgentAsync("""{"name":"Second"}""");
        await AgentAsync("""{"name":"Alone"}""");
        backend.Backend.Store().Write(db => db.Execute(
            """
            INSERT INTO runners (id, org_id, created_at, updated_at, project_id, document)
            VALUES ('r1', $org, 1777896000000, 1777896000000, $project, '{"name":"Nightly","secret":"no column of the answer"}')
            """,
            ("$org", backend.Backend.OrgId),
            ("$project", id)));

        await JoinAsync(first, id);
        await JoinAsync(second, id);

        (await backend.GetAsync($"/api/projects/{id}/members")).Body.Should().Be($$"""
            {"runners":[{"id":"r1","name":"Nightly","description":null,"created_at":"2026-05-04T12:00:00Z"}],
            "agents":[{"id":"{{first.Text("id")}}","name":"First","description":"counts","created_at":"{{first.Text("created_at")}}"},
            {"id":"{{second.Text("id")}}","name":"Second","description":null,"created_at":"{{second.Text("created_at")}}"}]}
            """.OnOneLine());
    }

    [Fact]
    public async Task An_agent_that_leaves_a_project_or_is_deleted_is_no_member_any_more()
    {
        var id = (await backend.PostAsync("/api/projects", """{"name":"Left"}""")).Text("id");
        var leaving = await AgentAsync("""{"name":"Leaving"}""");
        var deleted = await AgentAsync("""{"name":"Deleted"}""");
        await JoinAsync(leaving, id);
        await JoinAsync(deleted, id);

        await TestBackend.SendAsync(backend.Client, HttpMethod.Patch, "/api/agents/" + leaving.Text("id"), """{"projectId":null}""");
        await backend.DeleteAsync("/api/agents/" + deleted.Text("id"));

        (await backend.GetAsync($"/api/projects/{id}/members")).Body.Should().Be("""{"runners":[],"agents":[]}""");
    }

    [Theory]
    [InlineData("GET", "", null)]
    [InlineData("PATCH", "", "{}")]
    [InlineData("DELETE", "", null)]
    [InlineData("GET", "/members", null)]
    public async Task Another_organizations_project_is_forbidden_and_an_unknown_one_not_found(string method, string more, string? body)
    {
        var mine = await backend.PostAsync("/api/projects", """{"name":"Mine"}""");
        var stranger = backend.StrangerOf(FlapjackScopes.SandboxAdmin);

        var foreign = await TestBackend.SendAsync(stranger, new(method), $"/api/projects/{mine.Text("id")}{more}", body);
        var unknown = await TestBackend.SendAsync(backend.Client, new(method), $"/api/projects/{Guid.NewGuid()}{more}", body);
        var anonymous = await TestBackend.SendAsync(backend.Anonymous, new(method), $"/api/projects/{mine.Text("id")}{more}", body);

        foreign.ShouldBeRefused(403, "FORBIDDEN");
        unknown.ShouldBeRefused(404, "NOT_FOUND");
        anonymous.ShouldBeRefused(401, "UNAUTHORIZED");
        (await backend.GetAsync("/api/projects/" + mine.Text("id"))).Body.Should().Be(mine.Body);
    }

    private Task<HttpAnswer> AgentAsync(string body) => backend.PostAsync("/api/agents", body);

    private async Task JoinAsync(HttpAnswer agent, string project)
    {
        var answer = await TestBackend.SendAsync(backend.Client, HttpMethod.Patch, "/api/agents/" + agent.Text("id"), $$"""{"projectId":"{{project}}"}""");
        answer.Status.Should().Be(200, answer.Body);
    }

    private Task<HttpAnswer> PatchAsync(string id, string body) => TestBackend.SendAsync(backend.Client, HttpMethod.Patch, "/api/projects/" + id, body);
}
