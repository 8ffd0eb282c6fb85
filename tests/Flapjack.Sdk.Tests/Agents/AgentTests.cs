using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Agents;

public sealed class AgentTests : WireTest
{
    private const string All = "/api/agents";
    private const string One = "/api/agents/a1";

    private const string Json = """
        {
          "id": "a1", "org_id": "o1", "name": "Ada", "description": "Counts", "stable_preamble": "You count.", "default_model": "gpt-5.4",
          "temperature": 0.7, "created_at": "2026-05-01T10:00:00Z", "published_chats": [{"slug": "ada", "is_active": true, "views": 3}],
          "computer": {"enabled": true, "provider": "heyvm", "mode": "persistent", "scope": "agent", "sizeClass": "small"},
          "tool_profiles": {"work": {"tools": ["search"]}}, "default_profile": "work", "scheduled_tasks_enabled": true,
          "runtime_provider": "modal", "project_id": "p1", "color": "red"
        }
        """;

    public static TheoryData<UpdateAgentRequest, string> Updates => new()
    {
        { new(), "{}" },
        { new() { Name = "Bob", DefaultModel = "gpt-5.4-mini" }, """{"name":"Bob","defaultModel":"gpt-5.4-mini"}""" },
        { new() { ProjectId = null }, """{"projectId":null}""" },
        { new() { ProjectId = "p1" }, """{"projectId":"p1"}""" },
        {
            new() { Description = "Adds", StablePreamble = "You add.", DefaultProfile = "play" },
            """{"description":"Adds","stablePreamble":"You add.","defaultProfile":"play"}"""
        },
        {
            new() { Description = null, StablePreamble = null, ToolProfiles = null, DefaultProfile = null },
            """{"description":null,"stablePreamble":null,"toolProfiles":null,"defaultProfile":null}"""
        },
        { new() { ToolProfiles = Profiles("""{"tools":[]}""") }, """{"toolProfiles":{"work":{"tools":[]}}}""" },
    };

    [Fact]
    public async Task An_agent_is_read_with_all_of_its_fields()
    {
        Wire.Answers(One, Json);

        var agent = await Client.GetAgentAsync("a1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        (agent.Id, agent.OrgId, agent.Name, agent.Description, agent.StablePreamble).Should().Be(("a1", "o1", "Ada", "Counts", "You count."));
        (agent.DefaultModel, agent.Temperature, agent.ProjectId).Should().Be(("gpt-5.4", 0.7, "p1"));
        agent.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        var chat = agent.PublishedChats.Should().ContainSingle().Which;
        (chat.Slug, chat.IsActive, chat.AdditionalProperties!["views"].GetInt32()).Should().Be(("ada", true, 3));
        (agent.Computer!.Enabled, agent.Computer.Provider, agent.Computer.SizeClass).Should().Be((true, ComputerProvider.Heyvm, ComputerSizeClass.Small));
        agent.ToolProfiles!.AdditionalProperties!["work"].GetRawText().Should().Be("""{"tools": ["search"]}""");
        (agent.DefaultProfile, agent.ScheduledTasksEnabled, agent.RuntimeProvider).Should().Be(("work", true, AgentRuntimeProvider.Modal));
        agent.AdditionalProperties!["color"].GetString().Should().Be("red");
    }

    [Theory]
    [InlineData("""{"id":"a1"}""")]
    [InlineData("""
        {"id":"a1","org_id":null,"name":null,"description":null,"stable_preamble":null,"default_model":null,"temperature":null,"created_at":null,
        "published_chats":null,"computer":null,"tool_profiles":null,"default_profile":null,"scheduled_tasks_enabled":null,"runtime_provider":null,"project_id":null}
        """)]
    public async Task What_the_service_leaves_out_is_null(string json)
    {
        Wire.Answers(One, json);

        var agent = await Client.GetAgentAsync("a1").Soon();

        (agent with { PublishedChats = null! }).Should().Be(new Agent { Id = "a1" });
        agent.PublishedChats.Should().BeEmpty();
    }

    [Fact]
    public async Task An_agent_that_uses_no_computer_says_so()
    {
        Wire.Answers(One, """{"id":"a1","computer":{"enabled":false}}""");

        (await Client.GetAgentAsync("a1").Soon()).Computer.Should().Be(new ComputerConfig { Enabled = false });
    }

    [Fact]
    public async Task Agents_are_listed()
    {
        Wire.Answers(All, $$"""[{{Json}},{"id":"a2"}]""");

        var agents = await Client.ListAgentsAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        agents.Select(agent => (agent.Id, agent.Name)).Should().Equal(("a1", "Ada"), ("a2", null));
    }

    [Theory]
    [InlineData(null, "/api/agents")]
    [InlineData("o 1", "/api/agents?orgId=o%201")]
    public async Task Agents_of_an_organization_are_asked_for_in_the_query(string? orgId, string asked)
    {
        var requests = new List<string>();
        using var http = new HttpClient(new StubHandler((request, _) =>
        {
            requests.Add(request.RequestUri!.PathAndQuery);
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("[]") });
        }));
        using var client = TestClient.Over(http, new("https://api.example.com"));

        (await client.ListAgentsAsync(orgId).Soon()).Should().BeEmpty();

        requests.Should().Equal(asked);
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_and_not_the_list()
    {
        Wire.Answers(All, """[{"id":"a1","temperature":"warm","computer":true,"tool_profiles":[1],"runtime_provider":7},"text",{"id":"a2","temperature":"0.5"}]""");

        var agents = await Client.ListAgentsAsync().Soon();

        agents.Select(agent => agent.Id).Should().Equal("a1", "a2");
        var odd = agents[0];
        (odd.Temperature, odd.Computer, odd.ToolProfiles).Should().Be((null, null, null));
        odd.AdditionalProperties!.Keys.Should().BeEquivalentTo("temperature", "computer", "tool_profiles", "runtime_provider");
        agents[1].Temperature.Should().Be(0.5);
    }

    [Fact]
    public async Task An_agent_is_created()
    {
        Wire.Answers(All, new Answer(201, Json));

        var agent = await Client.CreateAgentAsync(new()
        {
            Name = "Ada",
            Description = "Counts",
            StablePreamble = "You count.",
            DefaultModel = "claude-opus-4-7",
            OrgId = "o1",
        }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(
            ("POST", All, """{"name":"Ada","description":"Counts","stablePreamble":"You count.","defaultModel":"claude-opus-4-7","orgId":"o1"}"""));
        agent.Id.Should().Be("a1");
    }

    [Fact]
    public async Task Only_the_name_is_needed()
    {
        Wire.Answers(All, new Answer(201, Json));

        await Client.CreateAgentAsync(new() { Name = "Ada" }).Soon();

        Wire.Request.Body.Should().Be("""{"name":"Ada"}""");
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_update_sends_what_was_assigned_and_clears_what_was_assigned_null(UpdateAgentRequest request, string body)
    {
        Wire.Answers(One, Json);

        var agent = await Client.UpdateAgentAsync("a1", request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, body));
        agent.Name.Should().Be("Ada");
    }

    [Fact]
    public async Task Profiles_go_back_as_they_came()
    {
        Wire.Answers(One, Json);
        var agent = await Client.GetAgentAsync("a1").Soon();

        await Client.UpdateAgentAsync("a1", new() { ToolProfiles = agent.ToolProfiles }).Soon();

        Wire.Requests[^1].Body.Should().Be("""{"toolProfiles":{"work":{"tools": ["search"]}}}""");
    }

    [Fact]
    public async Task A_refusal_is_an_exception()
    {
        Wire.Answers(One, new Answer(404, """{"error":"NOT_FOUND","detail":"Agent not found"}"""));
        Wire.Answers(All, new Answer(400, """{"error":"INVALID_DEFAULT_MODEL","detail":"defaultModel must be a string."}"""));

        var read = () => Client.GetAgentAsync("a1").Soon();
        var create = () => Client.CreateAgentAsync(new() { Name = "Ada", DefaultModel = "" }).Soon();

        (await read.Should().ThrowAsync<FlapjackNotFoundException>()).Which.Detail.Should().Be("Agent not found");
        (await create.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_DEFAULT_MODEL");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_id_is_checked_at_the_call(string? id)
    {
        Action[] calls = [() => Client.GetAgentAsync(id!), () => Client.UpdateAgentAsync(id!, new())];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("agentId"));
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void A_request_is_checked_at_the_call()
    {
        Action[] empty = [() => Client.CreateAgentAsync(null!), () => Client.UpdateAgentAsync("a1", null!)];
        Action broken = () => Client.UpdateAgentAsync("a1", new() { ToolProfiles = Profiles("\"\\ud83e\"") });

        empty.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request"));
        broken.Should().ThrowExactly<ArgumentException>().WithParameterName("request").WithMessage("*holds half a character*");
        Wire.Requests.Should().BeEmpty();
    }

    private static ToolProfiles Profiles(string work) => new() { AdditionalProperties = new Dictionary<string, JsonElement> { ["work"] = JsonElement.Parse(work) } };
}
