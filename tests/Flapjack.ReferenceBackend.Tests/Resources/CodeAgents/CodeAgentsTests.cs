using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

public sealed class CodeAgentsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string All = "/api/code-agents";

    private static readonly string[] Fields =
    [
        "id", "org_id", "name", "description", "model_id", "model_params", "default_repo_url", "default_starting_ref", "auto_create_pr", "work_on_current_branch",
        "skip_reviewer_request", "preamble", "created_by", "created_at", "updated_at",
    ];

    [Fact]
    public async Task A_code_agent_is_created_with_the_defaults_and_read()
    {
        var created = await backend.PostAsync(All, """{"name":"Bug Fixer"}""");

        created.Status.Should().Be(201, created.Body);
        created.Json.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        created.Body.Should().Contain(
            "\"description\":null,\"model_id\":\"auto\",\"model_params\":null,\"default_repo_url\":null,\"default_starting_ref\":null,"
            + "\"auto_create_pr\":false,\"work_on_current_branch\":false,\"skip_reviewer_request\":false,\"preamble\":null,\"created_by\":null");
        (await backend.GetAsync($"{All}/{created.Text("id")}")).Body.Should().Be(created.Body);
    }

    [Fact]
    public async Task A_code_agent_names_the_user_who_created_it()
    {
        using var user = backend.ClientOf(backend.Backend.CreateUserToken(backend.Backend.OrgId, "user-789"));

        var created = await TestBackend.SendAsync(user, HttpMethod.Post, All, """{"name":"Mine"}""");

        created.Text("created_by").Should().Be("user-789");
    }

    [Fact]
    public async Task A_list_is_of_the_callers_organization_which_the_query_may_name()
    {
        var stranger = backend.StrangerOf();
        var theirs = await TestBackend.SendAsync(stranger, HttpMethod.Post, All, """{"name":"Theirs"}""");
        await backend.PostAsync(All, """{"name":"Mine"}""");

        var lists = new[]
        {
            await TestBackend.SendAsync(stranger, HttpMethod.Get, All), await TestBackend.SendAsync(stranger, HttpMethod.Get, $"{All}?orgId={theirs.Text("org_id")}"),
        };
        var foreign = await TestBackend.SendAsync(stranger, HttpMethod.Get, $"{All}?orgId={backend.Backend.OrgId}");

        lists.Should().AllSatisfy(list => list.Body.Should().Be($"[{theirs.Body}]"));
        foreign.ShouldBeRefused(403, "FORBIDDEN");
    }

    [Fact]
    public async Task A_code_agent_is_created_in_no_other_organization()
    {
        var own = await backend.PostAsync(All, $$"""{"name":"Mine","orgId":"{{backend.Backend.OrgId}}"}""");
        var foreign = await backend.PostAsync(All, $$"""{"name":"Theirs","orgId":"{{Guid.NewGuid()}}"}""");

        own.Status.Should().Be(201, own.Body);
        foreign.ShouldBeRefused(403, "FORBIDDEN");
    }

    [Theory]
    [InlineData("POST", "{}", "INVALID_NAME")]
    [InlineData("POST", """{"name":"x","modelId":" "}""", "INVALID_MODEL_ID")]
    [InlineData("POST", """{"name":"x","modelParams":[]}""", "INVALID_MODEL_PARAMS")]
    [InlineData("POST", """{"name":"x","defaultRepoUrl":"https://gitlab.com/a/b"}""", "INVALID_DEFAULT_REPO_URL")]
    [InlineData("POST", """{"name":"x","defaultStartingRef":"-f"}""", "INVALID_DEFAULT_STARTING_REF")]
    [InlineData("POST", """{"name":"x","autoCreatePr":"yes"}""", "INVALID_AUTO_CREATE_PR")]
    [InlineData("PATCH", """{"name":null}""", "INVALID_NAME")]
    [InlineData("PATCH", """{"modelId":null}""", "INVALID_MODEL_ID")]
    [InlineData("PATCH", """{"workOnCurrentBranch":null}""", "INVALID_WORK_ON_CURRENT_BRANCH")]
    [InlineData("PATCH", """{"skipReviewerRequest":1}""", "INVALID_SKIP_REVIEWER_REQUEST")]
    public async Task A_wrong_field_is_refused_with_its_code_and_changes_nothing(string method, string body, string code)
    {
        var before = await backend.PostAsync(All, """{"name":"Before"}""");
        var path = method == "POST" ? All : $"{All}/{before.Text("id")}";

        (await TestBackend.SendAsync(backend.Client, new(method), path, body)).ShouldBeRefused(400, code);

        (await backend.GetAsync($"{All}/{before.Text("id")}")).Body.Should().Be(before.Body);
    }
}
