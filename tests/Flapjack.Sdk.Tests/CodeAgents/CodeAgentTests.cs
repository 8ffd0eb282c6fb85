using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.CodeAgents;

public sealed class CodeAgentTests : WireTest
{
    private const string All = "/api/code-agents";
    private const string One = All + "/ca1";

    private const string Json = """
        {"id":"ca1","org_id":"o1","name":"Bug Fixer","description":"Fixes bugs","model_id":"auto","model_params":{"effort":"high"},
        "default_repo_url":"https://github.com/acme/app","default_starting_ref":"main","auto_create_pr":true,"work_on_current_branch":false,
        "skip_reviewer_request":true,"preamble":"Be brief.","created_by":"u1","created_at":"2026-05-01T10:00:00Z","color":"red"}
        """;

    public static TheoryData<UpdateCodeAgentRequest, string> Updates => new()
    {
        { new(), "{}" },
        {
            new() { Name = "New", ModelId = "m1", AutoCreatePr = true, WorkOnCurrentBranch = false, SkipReviewerRequest = true },
            """{"name":"New","modelId":"m1","autoCreatePr":true,"workOnCurrentBranch":false,"skipReviewerRequest":true}"""
        },
        {
            new() { Description = "d", ModelParams = JsonElement.Parse("""{"a":1}"""), DefaultRepoUrl = "https://github.com/acme/app", DefaultStartingRef = "dev", Preamble = "p" },
            """{"description":"d","modelParams":{"a":1},"defaultRepoUrl":"https://github.com/acme/app","defaultStartingRef":"dev","preamble":"p"}"""
        },
        {
            new() { Description = null, ModelParams = null, DefaultRepoUrl = null, DefaultStartingRef = null, Preamble = null },
            """{"description":null,"modelParams":null,"defaultRepoUrl":null,"defaultStartingRef":null,"preamble":null}"""
        },
    };

    [Fact]
    public async Task A_code_agent_is_read_with_all_of_its_fields()
    {
        Wire.Answers(One, Json);

        var agent = await Client.GetCodeAgentAsync("ca1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        (agent.Id, agent.OrgId, agent.Name, agent.Description, agent.ModelId).Should().Be(("ca1", "o1", "Bug Fixer", "Fixes bugs", "auto"));
        agent.ModelParams!.Value.GetProperty("effort").GetString().Should().Be("high");
        (agent.DefaultRepoUrl, agent.DefaultStartingRef, agent.Preamble, agent.CreatedBy).Should().Be(("https://github.com/acme/app", "main", "Be brief.", "u1"));
        (agent.AutoCreatePr, agent.WorkOnCurrentBranch, agent.SkipReviewerRequest).Should().Be((true, false, true));
        agent.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        agent.AdditionalProperties!["color"].GetString().Should().Be("red");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"model_params":null,"auto_create_pr":null,"created_at":null,"name":null}""")]
    public async Task A_code_agent_may_say_nothing(string json)
    {
        Wire.Answers(One, json);

        var agent = await Client.GetCodeAgentAsync("ca1").Soon();

        agent.Should().BeEquivalentTo(new CodeAgent());
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_and_not_the_list()
    {
        Wire.Answers(All, """[{"id":"ca1","name":7,"auto_create_pr":"maybe"},{"id":"ca2"}]""");

        var agents = await Client.ListCodeAgentsAsync().Soon();

        agents.Select(agent => agent.Id).Should().Equal("ca1", "ca2");
        agents[0].AdditionalProperties!.Keys.Should().BeEquivalentTo("name", "auto_create_pr");
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("o 2", "orgId=o%202")]
    public async Task The_code_agents_of_an_organization_are_listed(string? orgId, string query)
    {
        Wire.Answers(All, $"[{Json}]");

        var agents = await Client.ListCodeAgentsAsync(orgId).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Query).Should().Be(("GET", All, query));
        agents.Should().ContainSingle().Which.Id.Should().Be("ca1");
    }

    [Fact]
    public async Task A_code_agent_is_created()
    {
        Wire.Answers(All, new Answer(201, Json));

        var agent = await Client.CreateCodeAgentAsync(new()
        {
            Name = "Bug Fixer",
            Description = "d",
            ModelId = "m1",
            ModelParams = JsonElement.Parse("[1]"),
            DefaultRepoUrl = "https://github.com/acme/app",
            DefaultStartingRef = "main",
            AutoCreatePr = true,
            WorkOnCurrentBranch = false,
            SkipReviewerRequest = true,
            Preamble = "p",
            OrgId = "o1",
        }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All,
            """{"name":"Bug Fixer","description":"d","modelId":"m1","modelParams":[1],"defaultRepoUrl":"https://github.com/acme/app","defaultStartingRef":"main","autoCreatePr":true,"workOnCurrentBranch":false,"skipReviewerRequest":true,"preamble":"p","orgId":"o1"}"""));
        agent.Id.Should().Be("ca1");
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_update_sends_what_was_assigned_and_clears_what_was_assigned_null(UpdateCodeAgentRequest request, string body)
    {
        Wire.Answers(One, Json);

        var agent = await Client.UpdateCodeAgentAsync("ca1", request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, body));
        agent.Name.Should().Be("Bug Fixer");
    }

    [Fact]
    public async Task A_code_agent_is_deleted()
    {
        Wire.Answers(One, new Answer(204));

        await Client.DeleteCodeAgentAsync("ca1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", One, ""));
    }

    [Fact]
    public async Task A_code_agent_that_is_not_there_is_not_found()
    {
        Wire.Answers(One, new Answer(404, """{"error":"NOT_FOUND","detail":"no code agent"}"""));

        var read = () => Client.GetCodeAgentAsync("ca1").Soon();

        (await read.Should().ThrowAsync<FlapjackNotFoundException>()).Which.Detail.Should().Be("no code agent");
    }

    [Fact]
    public void Arguments_are_checked_at_the_call()
    {
        Action[] noId = [() => Client.GetCodeAgentAsync(""), () => Client.UpdateCodeAgentAsync(" ", new()), () => Client.DeleteCodeAgentAsync(null!)];
        Action[] noRequest = [() => Client.CreateCodeAgentAsync(null!), () => Client.UpdateCodeAgentAsync("ca1", null!)];

        noId.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("codeAgentId"));
        noRequest.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request"));
        Wire.Requests.Should().BeEmpty();
    }
}
