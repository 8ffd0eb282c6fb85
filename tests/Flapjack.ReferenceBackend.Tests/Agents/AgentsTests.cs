using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Agents;

public sealed class AgentsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string All = "/api/agents";

    [Fact]
    public async Task An_agent_is_created_and_read_as_documented()
    {
        var created = await backend.PostAsync(All, """{"name":"Ada","description":"Counts","stablePreamble":"You count.","defaultModel":"claude-opus-4-7"}""");

        created.Status.Should().Be(201, created.Body);
        created.Body.Should().Be($$"""
            {"id":"{{created.Text("id")}}",
            "org_id":"{{backend.Backend.OrgId}}",
            "name":"Ada",
            "description":"Counts",
            "stable_preamble":"You count.",
            "default_model":"claude-opus-4-7",
            "temperature":null,
            "created_at":"{{created.Text("created_at")}}",
            "published_chats":[],
            "computer":{"enabled":false},
            "tool_profiles":null,
            "default_profile":null,
            "scheduled_tasks_enabled":false,
            "runtime_provider":"tensorlake",
            "project_id":null}
            """.OnOneLine());
        created.Text("created_at").Should().EndWith("Z");
        (await backend.GetAsync($"{All}/{created.Text("id").ToUpperInvariant()}")).Body.Should().Be(created.Body);
    }

    [Fact]
    public async Task What_is_left_out_has_the_documented_default()
    {
        var created = await CreateAsync("""{"name":"Bare","defaultModel":null}""");

        created.Text("default_model").Should().Be("gpt-5.4");
        created.Body.Should().Contain("\"description\":null,\"stable_preamble\":null");
    }

    [Fact]
    public async Task A_list_has_the_organizations_own_agents_without_their_system_prompts()
    {
        var stranger = backend.StrangerOf();
        var mine = await CreateAsync("""{"name":"Mine"}""");
        var first = await TestBackend.SendAsync(stranger, HttpMethod.Post, All, """{"name":"First","stablePreamble":"a secret"}""");
        var second = await TestBackend.SendAsync(stranger, HttpMethod.Post, All, """{"name":"Second"}""");

        var list = await TestBackend.SendAsync(stranger, HttpMethod.Get, All);

        list.Status.Should().Be(200);
        list.Json.EnumerateArray().Select(agent => agent.GetProperty("id").GetString()).Should().Equal(first.Text("id"), second.Text("id"));
        list.Body.Should().NotContain("stable_preamble").And.NotContain("a secret").And.NotContain(mine.Text("id"));
        list.Json[0].EnumerateObject().Select(field => field.Name)
            .Should().Equal(first.Json.EnumerateObject().Select(field => field.Name).Where(name => name != "stable_preamble"));
    }

    [Fact]
    public async Task The_organization_may_be_named_if_it_is_the_callers_own()
    {
        var own = backend.Backend.OrgId;
        var other = Guid.NewGuid().ToString();

        var created = await CreateAsync($$"""{"name":"Named","orgId":"{{own.ToUpperInvariant()}}"}""");

        created.Text("org_id").Should().Be(own);
        (await backend.GetAsync($"{All}?orgId={own}")).Body.Should().Contain(created.Text("id"));
        (await backend.GetAsync($"{All}?orgId={other}")).ShouldBeRefused(403, "FORBIDDEN");
        (await backend.PostAsync(All, $$"""{"name":"Elsewhere","orgId":"{{other}}"}""")).ShouldBeRefused(403, "FORBIDDEN");
        (await backend.GetAsync($"{All}?orgId=mine")).ShouldBeRefused(400, "INVALID_ORG_ID");
    }

    [Fact]
    public async Task A_patch_changes_what_was_sent_empties_what_is_null_and_leaves_the_rest()
    {
        var project = await ProjectAsync(backend.Client);
        var id = (await CreateAsync("""{"name":"Old","description":"gone","stablePreamble":"kept"}""")).Text("id");

        var patched = await PatchAsync(id, $$$"""
            {"name":"New","description":null,"defaultModel":"gpt-5.4-mini","toolProfiles":{"work":{"tools":[1,"two",null]}},"defaultProfile":"work","projectId":"{{{project.ToUpperInvariant()}}}"}
            """);

        patched.Status.Should().Be(200, patched.Body);
        patched.Body.Should().ContainAll("\"name\":\"New\",\"description\":null,\"stable_preamble\":\"kept\",\"default_model\":\"gpt-5.4-mini\"",
            "\"tool_profiles\":{\"work\":{\"tools\":[1,\"two\",null]}},\"default_profile\":\"work\"", $"\"project_id\":\"{project}\"");
        (await backend.GetAsync($"{All}/{id}")).Body.Should().Be(patched.Body);
        var emptied = await PatchAsync(id, """{"toolProfiles":null,"defaultProfile":null,"stablePreamble":null,"projectId":null}""");
        emptied.Body.Should().ContainAll("\"stable_preamble\":null", "\"tool_profiles\":null,\"default_profile\":null", "\"project_id\":null", "\"name\":\"New\"");
    }

    [Fact]
    public async Task Profiles_are_kept_as_they_came_even_with_a_name_twice()
    {
        var id = (await CreateAsync("""{"name":"Ada"}""")).Text("id");

        (await PatchAsync(id, """{"toolProfiles":{"a":1,"a":{"b":[1.50]}}}""")).Status.Should().Be(200);
        var patched = await PatchAsync(id, """{"name":"Bob"}""");

        patched.Body.Should().Contain("""
            "tool_profiles":{"a":1,"a":{"b":[1.50]}}
            """.Trim());
        InList(await backend.GetAsync(All), id).GetProperty("tool_profiles").GetRawText().Should().Be("""{"a":1,"a":{"b":[1.50]}}""");
    }

    [Fact]
    public async Task The_organization_of_an_agent_never_changes()
    {
        var id = (await CreateAsync("""{"name":"Ada"}""")).Text("id");

        var patched = await PatchAsync(id, $$"""{"orgId":"{{Guid.NewGuid()}}"}""");

        patched.Text("org_id").Should().Be(backend.Backend.OrgId);
    }

    [Theory]
    [InlineData("POST", """{}""", "INVALID_NAME", "name")]
    [InlineData("POST", """{"name":" "}""", "INVALID_NAME", "name")]
    [InlineData("POST", """{"name":"x","description":1}""", "INVALID_DESCRIPTION", "description")]
    [InlineData("POST", """{"name":"x","stablePreamble":[]}""", "INVALID_STABLE_PREAMBLE", "stablePreamble")]
    [InlineData("POST", """{"name":"x","defaultModel":""}""", "INVALID_DEFAULT_MODEL", "defaultModel")]
    [InlineData("POST", """{"name":"x","orgId":"me"}""", "INVALID_ORG_ID", "orgId")]
    [InlineData("PATCH", """{"name":null}""", "INVALID_NAME", "name")]
    [InlineData("PATCH", """{"defaultModel":null}""", "INVALID_DEFAULT_MODEL", "defaultModel")]
    [InlineData("PATCH", """{"toolProfiles":[]}""", "INVALID_TOOL_PROFILES", "toolProfiles")]
    [InlineData("PATCH", """{"defaultProfile":{}}""", "INVALID_DEFAULT_PROFILE", "defaultProfile")]
    [InlineData("PATCH", """{"projectId":"p1"}""", "INVALID_PROJECT_ID", "projectId")]
    public async Task A_wrong_field_is_refused_with_its_code_and_changes_nothing(string method, string body, string code, string field)
    {
        var before = await CreateAsync("""{"name":"Before"}""");
        var path = method == "POST" ? All : $"{All}/{before.Text("id")}";

        var answer = await TestBackend.SendAsync(backend.Client, new(method), path, body);

        answer.ShouldBeRefused(400, code);
        answer.Text("detail").Should().StartWith(field + " ");
        (await backend.GetAsync($"{All}/{before.Text("id")}")).Body.Should().Be(before.Body);
    }

    [Fact]
    public async Task A_project_must_be_there_and_be_the_organizations_own()
    {
        var before = await CreateAsync("""{"name":"Ada"}""");
        var theirs = await ProjectAsync(backend.StrangerOf());

        var foreign = await PatchAsync(before.Text("id"), $$"""{"name":"Eve","projectId":"{{theirs}}"}""");
        var unknown = await PatchAsync(before.Text("id"), $$"""{"name":"Eve","projectId":"{{Guid.NewGuid()}}"}""");

        foreign.ShouldBeRefused(403, "FORBIDDEN");
        unknown.ShouldBeRefused(404, "NOT_FOUND");
        (await backend.GetAsync($"{All}/{before.Text("id")}")).Body.Should().Be(before.Body);
    }

    [Fact]
    public async Task An_agent_that_has_no_template_has_no_computer()
    {
        var id = (await CreateAsync("""{"name":"Bodiless"}""")).Text("id");

        (await backend.GetAsync($"{All}/{id}/computer/status")).Body.Should().Contain("\"status\":\"none\"");
        (await backend.PostAsync($"{All}/{id}/computer/exec", """{"command":"true"}""")).ShouldBeRefused(409, "SANDBOX_NOT_READY");
        (await backend.GetAsync($"{All}/{id}/computer/bootstrap/stream")).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.GetAsync($"{All}/{id}/computer-instances")).Body.Should().Be("[]");
        (await backend.GetAsync($"{All}/{id}/computer")).Body
            .Should().Be("""{"enabled":false,"provider":"tensorlake","mode":"ephemeral","scope":"thread","sizeClass":"medium"}""");
    }

    [Fact]
    public async Task Its_configured_computer_is_shown_once_it_is_enabled()
    {
        var id = (await CreateAsync("""{"name":"Configured"}""")).Text("id");
        const string Config = """{"enabled":true,"provider":"vercel","mode":"ephemeral","scope":"thread","sizeClass":"small"}""";

        await TestBackend.SendAsync(backend.Client, HttpMethod.Put, $"{All}/{id}/computer", """{"enabled":true,"provider":"vercel","sizeClass":"small"}""");

        (await backend.GetAsync($"{All}/{id}")).Json.GetProperty("computer").GetRawText().Should().Be(Config);
        InList(await backend.GetAsync(All), id).GetProperty("computer").GetRawText().Should().Be(Config);
    }

    [Fact]
    public async Task An_agent_from_a_template_is_an_agent_like_any_other()
    {
        var project = await ProjectAsync(backend.Client);
        var created = await backend.CreateAsync("""{"name":"Templated","template":"blank","sizeClass":"small","externalAppId":"app-like-any-other"}""");
        var id = created.Text("agent", "id");

        var read = await backend.GetAsync($"{All}/{id}");

        created.Json.GetProperty("agent").GetRawText().Should().Be($$"""{"id":"{{id}}","org_id":"{{backend.Backend.OrgId}}","name":"Templated"}""");
        read.Body.Should().ContainAll("\"name\":\"Templated\"", "\"default_model\":\"gpt-5.4\"",
            "\"computer\":{\"enabled\":true,\"provider\":\"heyvm\",\"mode\":\"persistent\",\"scope\":\"agent\",\"sizeClass\":\"small\"}");
        InList(await backend.GetAsync(All), id).GetProperty("computer").GetProperty("provider").GetString().Should().Be("heyvm");
        var patched = await PatchAsync(id, $$"""{"name":"Renamed","projectId":"{{project}}"}""");
        var repeat = await backend.CreateAsync("""{"name":"Repeated","template":"blank","externalAppId":"app-like-any-other"}""");
        repeat.Status.Should().Be(200);
        repeat.Text("agent", "name").Should().Be("Renamed");
        (await backend.GetAsync($"{All}/{id}")).Body.Should().Be(patched.Body, "a repeat that makes no computer anew changes nothing");
    }

    [Fact]
    public async Task A_repeat_that_makes_the_computer_anew_renames_the_agent_and_leaves_everything_else()
    {
        const string App = "\"template\":\"blank\",\"externalAppId\":\"app-made-anew\"";
        var id = (await backend.CreateAsync($$"""{"name":"First",{{App}}}""")).Text("agent", "id");
        await backend.ReadBootstrapAsync(id);
        var patched = await PatchAsync(id, """{"description":"kept","stablePreamble":"kept too"}""");
        await backend.Backend.Computers.FailAsync(id);

        var unnamed = await backend.CreateAsync($$"""{{{App}}}""");
        var afterUnnamed = await backend.GetAsync($"{All}/{id}");
        await backend.ReadBootstrapAsync(id);
        await backend.Backend.Computers.FailAsync(id);
        var renamed = await backend.CreateAsync($$"""{"name":"Second",{{App}}}""");
        await backend.ReadBootstrapAsync(id);

        unnamed.Text("agent", "name").Should().Be("First");
        afterUnnamed.Body.Should().Be(patched.Body);
        renamed.Text("agent", "name").Should().Be("Second");
        (await backend.GetAsync($"{All}/{id}")).Body.Should().Be(patched.Body.Replace("First", "Second", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_without_scopes_may_do_all_but_delete()
    {
        var powerless = backend.ClientOf(backend.Backend.CreateApiKey(backend.Backend.OrgId));
        var created = await TestBackend.SendAsync(powerless, HttpMethod.Post, All, """{"name":"Small"}""");

        created.Status.Should().Be(201);
        (await TestBackend.SendAsync(powerless, HttpMethod.Get, $"{All}/{created.Text("id")}")).Status.Should().Be(200);
        (await TestBackend.SendAsync(powerless, HttpMethod.Delete, $"{All}/{created.Text("id")}")).ShouldBeRefused(403, "FORBIDDEN");
    }

    private static JsonElement InList(HttpAnswer list, string id) => list.Json.EnumerateArray().Single(agent => agent.GetProperty("id").GetString() == id);

    private static async Task<string> ProjectAsync(HttpClient client) =>
        (await TestBackend.SendAsync(client, HttpMethod.Post, "/api/projects", """{"name":"Site"}""")).Text("id");

    private async Task<HttpAnswer> CreateAsync(string body)
    {
        var created = await backend.PostAsync(All, body);
        created.Status.Should().Be(201, created.Body);
        return created;
    }

    private Task<HttpAnswer> PatchAsync(string id, string body) => TestBackend.SendAsync(backend.Client, HttpMethod.Patch, $"{All}/{id}", body);
}
