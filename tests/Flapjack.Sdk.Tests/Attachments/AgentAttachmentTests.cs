using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Attachments;

public sealed class AgentAttachmentTests : WireTest
{
    private const string Agent = "/api/agents/a1/";

    [Fact]
    public async Task The_skills_of_an_agent_are_listed_with_all_of_their_fields()
    {
        Wire.Answers(Agent + "skills", """
            [{"skill_id":"s1","prompt_override":"Use git.","enabled":true},{"skill_id":7,"prompt_override":[]},{}]
            """);

        var skills = await Client.ListAgentSkillsAsync("a1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Agent + "skills"));
        skills.Select(skill => (skill.SkillId, skill.PromptOverride)).Should().Equal(("s1", "Use git."), ("", null), ("", null));
        skills[0].AdditionalProperties!.Keys.Should().Equal("enabled");
        skills[1].AdditionalProperties!.Keys.Should().BeEquivalentTo("skill_id", "prompt_override");
    }

    [Fact]
    public async Task A_skill_is_attached_to_an_agent()
    {
        Wire.Answers(Agent + "skills", new Answer(201, """{"skill_id":"s1"}"""));

        var skill = await Client.AttachAgentSkillAsync(
            "a1", new() { SkillId = "s1", PromptOverride = "Use git.", Credential = JsonElement.Parse("""{"token":"t"}""") }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(
            ("POST", Agent + "skills", """{"skillId":"s1","promptOverride":"Use git.","credential":{"token":"t"}}"""));
        skill.SkillId.Should().Be("s1");
    }

    [Fact]
    public void A_credential_is_not_printed()
    {
        var request = new AttachSkillRequest { SkillId = "s1", PromptOverride = "Use git.", Credential = JsonElement.Parse("\"secret-token\"") };

        request.ToString().Should().Be("AttachSkillRequest { SkillId = s1, PromptOverride = Use git., Credential = [hidden] }");
        new AttachSkillRequest { SkillId = "s1" }.ToString().Should().Be("AttachSkillRequest { SkillId = s1, PromptOverride = , Credential =  }");
    }

    [Fact]
    public async Task An_mcp_server_is_attached_to_an_agent()
    {
        Wire.Answers(Agent + "mcps", new Answer(201, """{"mcp_server_id":"m1","name":"GitHub","allowed_tools":["search"],"slug":"github"}"""));

        var mcp = await Client.AttachAgentMcpAsync("a1", "m1", ["search"]).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Agent + "mcps", """{"mcpServerId":"m1","allowedTools":["search"]}"""));
        mcp.McpServerId.Should().Be("m1");
        mcp.AllowedTools.Should().Equal("search");
        mcp.AdditionalProperties!.Keys.Should().Equal("name", "slug");
    }

    [Fact]
    public async Task Without_a_list_of_tools_all_of_them_are_allowed()
    {
        Wire.Answers(Agent + "mcps", new Answer(201, "{}"));

        var mcp = await Client.AttachAgentMcpAsync("a1", "m1").Soon();

        Wire.Request.Body.Should().Be("""{"mcpServerId":"m1"}""");
        (mcp.McpServerId, mcp.AllowedTools).Should().Be(("", null));
    }

    [Fact]
    public async Task An_empty_list_of_tools_is_sent()
    {
        Wire.Answers(Agent + "mcps", new Answer(201, "{}"));

        await Client.AttachAgentMcpAsync("a1", "m1", []).Soon();

        Wire.Request.Body.Should().Be("""{"mcpServerId":"m1","allowedTools":[]}""");
    }

    [Fact]
    public async Task An_integration_is_attached_to_an_agent()
    {
        Wire.Answers(Agent + "integrations", new Answer(201, """{"integration_id":"i1","name":"Shop"}"""));

        var integration = await Client.AttachAgentIntegrationAsync("a1", "i1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Agent + "integrations", """{"integrationId":"i1"}"""));
        (integration.IntegrationId, integration.AllowedTables).Should().Be(("i1", null));
        integration.AdditionalProperties!["name"].GetString().Should().Be("Shop");
    }

    [Fact]
    public async Task What_belongs_to_another_organization_is_not_attached()
    {
        Wire.Answers(Agent + "mcps", new Answer(403, """{"error":"FORBIDDEN"}"""));

        var attach = () => Client.AttachAgentMcpAsync("a1", "m1").Soon();

        await attach.Should().ThrowAsync<FlapjackPermissionException>();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Ids_are_checked_at_the_call(string? id)
    {
        Action[] agents =
        [
            () => Client.ListAgentSkillsAsync(id!),
            () => Client.AttachAgentSkillAsync(id!, new() { SkillId = "s1" }),
            () => Client.AttachAgentMcpAsync(id!, "m1"),
            () => Client.AttachAgentIntegrationAsync(id!, "i1"),
        ];
        Action mcp = () => Client.AttachAgentMcpAsync("a1", id!);
        Action integration = () => Client.AttachAgentIntegrationAsync("a1", id!);

        agents.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("agentId"));
        mcp.Should().Throw<ArgumentException>().WithParameterName("mcpServerId");
        integration.Should().Throw<ArgumentException>().WithParameterName("integrationId");
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void What_is_attached_is_checked_at_the_call()
    {
        Action request = () => Client.AttachAgentSkillAsync("a1", null!);
        Action id = () => Client.AttachAgentMcpAsync("a1", "\uD83E");
        Action tools = () => Client.AttachAgentMcpAsync("a1", "m1", ["a", "\uD83E"]);

        request.Should().Throw<ArgumentNullException>().WithParameterName("request");
        id.Should().Throw<ArgumentException>().WithParameterName("mcpServerId").WithMessage("mcpServerId holds half a character*");
        tools.Should().Throw<ArgumentException>().WithParameterName("allowedTools").WithMessage("AllowedTools[1] holds half a character*");
        Wire.Requests.Should().BeEmpty();
    }
}
