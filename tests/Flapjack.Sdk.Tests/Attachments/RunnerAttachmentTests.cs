using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Attachments;

public sealed class RunnerAttachmentTests : WireTest
{
    private const string Runner = "/api/runners/r1/";

    [Fact]
    public async Task The_mcp_servers_of_a_runner_are_listed_attached_and_detached()
    {
        Wire.Answers(
            Runner + "mcps",
            Answer.Json("""[{"mcp_server_id":"m1","name":"GitHub","allowed_tools":["search"],"slug":"github"},{"mcp_server_id":"m2","allowed_tools":"all"},{}]"""),
            new Answer(201, """{"mcp_server_id":"m1","allowed_tools":null}"""),
            new Answer(204));

        var mcps = await Client.ListRunnerMcpsAsync("r1").Soon();
        var attached = await Client.AttachRunnerMcpAsync("r1", "m1", ["search", "read"]).Soon();
        await Client.DetachRunnerMcpAsync("r1", "m1").Soon();

        mcps.Select(mcp => mcp.McpServerId).Should().Equal("m1", "m2", "");
        mcps[0].AllowedTools.Should().Equal("search");
        mcps[0].AdditionalProperties!.Keys.Should().Equal("name", "slug");
        (mcps[1].AllowedTools, mcps[1].AdditionalProperties!["allowed_tools"].GetString()).Should().Be((null, "all"));
        (attached.McpServerId, attached.AllowedTools).Should().Be(("m1", null));
        ShouldHaveSent("mcps", """{"mcpServerId":"m1","allowedTools":["search","read"]}""", """{"mcpServerId":"m1"}""");
    }

    [Fact]
    public async Task The_integrations_of_a_runner_are_listed_attached_and_detached()
    {
        Wire.Answers(
            Runner + "integrations",
            Answer.Json("""[{"integration_id":"i1","name":"Shop","allowed_tables":["orders"],"kind":"postgres"},{}]"""),
            new Answer(201, """{"integration_id":"i1"}"""),
            Answer.Json("""{"ok":true}"""));

        var integrations = await Client.ListRunnerIntegrationsAsync("r1").Soon();
        var attached = await Client.AttachRunnerIntegrationAsync("r1", "i1", ["orders"]).Soon();
        await Client.DetachRunnerIntegrationAsync("r1", "i1").Soon();

        integrations.Select(integration => integration.IntegrationId).Should().Equal("i1", "");
        integrations[0].AllowedTables.Should().Equal("orders");
        integrations[0].AdditionalProperties!.Keys.Should().Equal("name", "kind");
        attached.IntegrationId.Should().Be("i1");
        ShouldHaveSent("integrations", """{"integrationId":"i1","allowedTables":["orders"]}""", """{"integrationId":"i1"}""");
    }

    [Fact]
    public async Task The_tools_of_a_runner_are_listed_attached_and_detached()
    {
        Wire.Answers(
            Runner + "tools",
            Answer.Json("""[{"tool_id":"t1","name":"find_order","url":"https://acme.dev"},{"tool_id":7},{}]"""),
            new Answer(201, """{"tool_id":"t1"}"""),
            new Answer(204));

        var tools = await Client.ListRunnerToolsAsync("r1").Soon();
        var attached = await Client.AttachRunnerToolAsync("r1", "t1").Soon();
        await Client.DetachRunnerToolAsync("r1", "t1").Soon();

        tools.Select(tool => tool.ToolId).Should().Equal("t1", "", "");
        tools[0].AdditionalProperties!.Keys.Should().Equal("name", "url");
        tools[1].AdditionalProperties!["tool_id"].GetInt32().Should().Be(7);
        attached.ToolId.Should().Be("t1");
        ShouldHaveSent("tools", """{"toolId":"t1"}""", """{"toolId":"t1"}""");
    }

    [Fact]
    public async Task The_skills_of_a_runner_are_listed_and_attached()
    {
        Wire.Answers(
            Runner + "skills",
            Answer.Json("""[{"skill_id":"s1","prompt_override":null,"name":"Git"}]"""),
            new Answer(201, """{"skill_id":"s1"}"""));

        var skills = await Client.ListRunnerSkillsAsync("r1").Soon();
        var attached = await Client.AttachRunnerSkillAsync("r1", new() { SkillId = "s1", Credential = JsonElement.Parse("\"token\"") }).Soon();

        skills.Select(skill => (skill.SkillId, skill.PromptOverride, skill.AdditionalProperties!["name"].GetString())).Should().Equal(("s1", null, "Git"));
        attached.SkillId.Should().Be("s1");
        Wire.Requests.Select(request => (request.Method, request.Path, request.Body)).Should().Equal(
            ("GET", Runner + "skills", ""), ("POST", Runner + "skills", """{"skillId":"s1","credential":"token"}"""));
    }

    [Fact]
    public async Task What_is_not_attached_can_not_be_detached()
    {
        Wire.Answers(Runner + "tools", new Answer(404, """{"error":"NOT_FOUND","detail":"Not attached"}"""));

        var detach = () => Client.DetachRunnerToolAsync("r1", "t1").Soon();

        (await detach.Should().ThrowAsync<FlapjackNotFoundException>()).Which.Detail.Should().Be("Not attached");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Ids_are_checked_at_the_call(string? id)
    {
        Action[] runners =
        [
            () => Client.ListRunnerMcpsAsync(id!), () => Client.AttachRunnerMcpAsync(id!, "m1"), () => Client.DetachRunnerMcpAsync(id!, "m1"),
            () => Client.ListRunnerIntegrationsAsync(id!), () => Client.AttachRunnerIntegrationAsync(id!, "i1"), () => Client.DetachRunnerIntegrationAsync(id!, "i1"),
            () => Client.ListRunnerToolsAsync(id!), () => Client.AttachRunnerToolAsync(id!, "t1"), () => Client.DetachRunnerToolAsync(id!, "t1"),
            () => Client.ListRunnerSkillsAsync(id!), () => Client.AttachRunnerSkillAsync(id!, new() { SkillId = "s1" }),
        ];
        Action[] mcps = [() => Client.AttachRunnerMcpAsync("r1", id!), () => Client.DetachRunnerMcpAsync("r1", id!)];
        Action[] integrations = [() => Client.AttachRunnerIntegrationAsync("r1", id!), () => Client.DetachRunnerIntegrationAsync("r1", id!)];
        Action[] tools = [() => Client.AttachRunnerToolAsync("r1", id!), () => Client.DetachRunnerToolAsync("r1", id!)];

        runners.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("runnerId"));
        mcps.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("mcpServerId"));
        integrations.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("integrationId"));
        tools.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("toolId"));
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void What_is_attached_is_checked_at_the_call()
    {
        Action request = () => Client.AttachRunnerSkillAsync("r1", null!);
        Action id = () => Client.AttachRunnerMcpAsync("r1", "\uD83E");
        Action tables = () => Client.AttachRunnerIntegrationAsync("r1", "i1", ["\uD83E"]);

        request.Should().Throw<ArgumentNullException>().WithParameterName("request");
        id.Should().Throw<ArgumentException>().WithParameterName("mcpServerId").WithMessage("mcpServerId holds half a character*");
        tables.Should().Throw<ArgumentException>().WithParameterName("allowedTables");
        Wire.Requests.Should().BeEmpty();
    }

    private void ShouldHaveSent(string kind, string attached, string detached) => Wire.Requests.Select(request => (request.Method, request.Path, request.Body))
        .Should().Equal(("GET", Runner + kind, ""), ("POST", Runner + kind, attached), ("DELETE", Runner + kind, detached));
}
