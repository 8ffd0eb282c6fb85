using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Projects;

public sealed class ProjectTests : WireTest
{
    private const string All = "/api/projects";
    private const string One = "/api/projects/p1";

    private const string Json = """
        {"id":"p1","org_id":"o1","name":"Shop","slug":"shop","description":null,"created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-02 11:00:00.5+00","color":"red"}
        """;

    public static TheoryData<UpdateProjectRequest, string> Updates => new()
    {
        { new(), "{}" },
        { new() { Name = "New" }, """{"name":"New"}""" },
        { new() { Slug = "new", Description = "About" }, """{"slug":"new","description":"About"}""" },
        { new() { Slug = null, Description = null }, """{"slug":null,"description":null}""" },
        { new() { Name = "New", Description = "" }, """{"name":"New","description":""}""" },
    };

    [Fact]
    public async Task A_project_is_read_with_all_of_its_fields()
    {
        Wire.Answers(One, Json);

        var project = await Client.GetProjectAsync("p1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        (project.Id, project.OrgId, project.Name, project.Slug, project.Description).Should().Be(("p1", "o1", "Shop", "shop", null));
        project.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        project.UpdatedAt.Should().Be(new DateTimeOffset(2026, 5, 2, 11, 0, 0, 500, TimeSpan.Zero));
        project.AdditionalProperties!["color"].GetString().Should().Be("red");
    }

    [Fact]
    public async Task Projects_are_listed()
    {
        Wire.Answers(All, $$"""[{{Json}},{"id":"p2"}]""");

        var projects = await Client.ListProjectsAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        projects.Select(project => (project.Id, project.Name)).Should().Equal(("p1", "Shop"), ("p2", null));
    }

    [Fact]
    public async Task There_may_be_no_project()
    {
        Wire.Answers(All, "[]");

        (await Client.ListProjectsAsync().Soon()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_and_not_the_list()
    {
        Wire.Answers(All, """[{"id":"p1","name":7,"created_at":"soon"},"text",{"id":"p2"}]""");

        var projects = await Client.ListProjectsAsync().Soon();

        projects.Select(project => project.Id).Should().Equal("p1", "p2");
        projects[0].AdditionalProperties!["name"].GetInt32().Should().Be(7);
        projects[0].CreatedAt.Should().BeNull();
    }

    [Fact]
    public async Task A_project_is_created()
    {
        Wire.Answers(All, new Answer(201, Json));

        var project = await Client.CreateProjectAsync(new() { Name = "Shop", Slug = "shop" }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, """{"name":"Shop","slug":"shop"}"""));
        Wire.Request.Header("Content-Type").Should().Be("application/json");
        project.Id.Should().Be("p1");
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_update_sends_what_was_assigned_and_clears_what_was_assigned_null(UpdateProjectRequest request, string body)
    {
        Wire.Answers(One, Json);

        var project = await Client.UpdateProjectAsync("p1", request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, body));
        project.Name.Should().Be("Shop");
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task A_project_is_deleted(int status, string body)
    {
        Wire.Answers(One, new Answer(status, body));

        await Client.DeleteProjectAsync("p1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", One, ""));
    }

    [Fact]
    public async Task The_members_of_a_project_are_its_agents_and_runners()
    {
        Wire.Answers(One + "/members", """{"runners":[{"id":"r1","name":"Nightly","is_active":true}],"agents":[{"id":"a1","name":"Ada"},{"id":"a2"}]}""");

        var members = await Client.GetProjectMembersAsync("p1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One + "/members"));
        members.Runners.Should().ContainSingle().Which.Name.Should().Be("Nightly");
        members.Runners[0].AdditionalProperties!["is_active"].GetBoolean().Should().BeTrue();
        members.Agents.Select(agent => agent.Id).Should().Equal("a1", "a2");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"runners":null,"agents":null}""")]
    public async Task A_project_may_have_no_members(string json)
    {
        Wire.Answers(One + "/members", json);

        var members = await Client.GetProjectMembersAsync("p1").Soon();

        (members.Runners.Count, members.Agents.Count).Should().Be((0, 0));
    }

    [Fact]
    public async Task A_project_that_is_not_there_is_not_found()
    {
        Wire.Answers(One, new Answer(404, """{"error":"NOT_FOUND","detail":"Project not found"}"""));

        var thrown = await Client.Invoking(client => client.GetProjectAsync("p1").Soon()).Should().ThrowAsync<FlapjackNotFoundException>();

        thrown.Which.Detail.Should().Be("Project not found");
    }

    [Fact]
    public async Task A_slug_that_is_taken_is_a_conflict_about_no_computer()
    {
        Wire.Answers(All, new Answer(409, """{"error":"SLUG_TAKEN"}"""));

        var create = () => Client.CreateProjectAsync(new() { Name = "Shop", Slug = "shop" }).Soon();

        (await create.Should().ThrowExactlyAsync<FlapjackApiException>()).Which.ErrorCode.Should().Be("SLUG_TAKEN");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_id_is_checked_at_the_call(string? id)
    {
        Action[] calls =
        [
            () => Client.GetProjectAsync(id!),
            () => Client.UpdateProjectAsync(id!, new()),
            () => Client.DeleteProjectAsync(id!),
            () => Client.GetProjectMembersAsync(id!),
        ];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("projectId"));
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void A_request_is_checked_at_the_call()
    {
        Action[] empty = [() => Client.CreateProjectAsync(null!), () => Client.UpdateProjectAsync("p1", null!)];
        Action broken = () => Client.UpdateProjectAsync("p1", new() { Description = "\uD83E" });

        empty.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request"));
        broken.Should().ThrowExactly<ArgumentException>().WithParameterName("request").WithMessage("Description holds half a character*");
        Wire.Requests.Should().BeEmpty();
    }
}
