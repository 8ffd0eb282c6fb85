using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Attachments;

public sealed class AttachmentsTests(PlainBackend plain) : IClassFixture<PlainBackend>
{
    private FlapjackClient Client => plain.Client;

    [Fact]
    public async Task What_a_runner_uses_is_attached_listed_changed_and_detached()
    {
        var runnerId = await RunnerAsync();
        var (mcp, integration) = (await McpAsync(), await IntegrationAsync());
        var tool = await Client.CreateToolAsync(new() { Name = $"tool_{Guid.NewGuid():n}", Url = "https://acme.dev" }, Limit.Token);

        var attachedMcp = await Client.AttachRunnerMcpAsync(runnerId, mcp.Id, ["search"], Limit.Token);
        var everyTool = await Client.AttachRunnerMcpAsync(runnerId, mcp.Id, cancellationToken: Limit.Token);
        var attachedIntegration = await Client.AttachRunnerIntegrationAsync(runnerId, integration.Id, ["orders"], Limit.Token);
        var attachedTool = await Client.AttachRunnerToolAsync(runnerId, tool.Id, Limit.Token);

        (attachedMcp.McpServerId, NameOf(attachedMcp.AdditionalProperties)).Should().Be((mcp.Id, mcp.Name));
        attachedMcp.AllowedTools.Should().Equal("search");
        everyTool.AllowedTools.Should().BeNull();
        (await Client.ListRunnerMcpsAsync(runnerId, Limit.Token)).Select(listed => (listed.McpServerId, listed.AllowedTools)).Should().Equal((mcp.Id, null));
        attachedIntegration.IntegrationId.Should().Be(integration.Id);
        attachedIntegration.AllowedTables.Should().Equal("orders");
        var ofRunner = (await Client.ListRunnerIntegrationsAsync(runnerId, Limit.Token)).Should().ContainSingle().Subject;
        ofRunner.IntegrationId.Should().Be(integration.Id);
        ofRunner.AllowedTables.Should().Equal("orders");
        (attachedTool.ToolId, NameOf(attachedTool.AdditionalProperties)).Should().Be((tool.Id, tool.Name));
        (await Client.ListRunnerToolsAsync(runnerId, Limit.Token)).Select(listed => listed.ToolId).Should().Equal(tool.Id);

        await Client.DetachRunnerMcpAsync(runnerId, mcp.Id, Limit.Token);
        await Client.DetachRunnerIntegrationAsync(runnerId, integration.Id, Limit.Token);
        await Client.DetachRunnerToolAsync(runnerId, tool.Id, Limit.Token);

        (await Client.ListRunnerMcpsAsync(runnerId, Limit.Token)).Should().BeEmpty();
        (await Client.ListRunnerIntegrationsAsync(runnerId, Limit.Token)).Should().BeEmpty();
        (await Client.ListRunnerToolsAsync(runnerId, Limit.Token)).Should().BeEmpty();
        (await Client.GetToolAsync(tool.Id, Limit.Token)).Should().Be(tool);
    }

    [Fact]
    public async Task What_an_agent_uses_is_attached()
    {
        var agentId = await AgentAsync();
        var (mcp, integration) = (await McpAsync(), await IntegrationAsync());

        var attachedMcp = await Client.AttachAgentMcpAsync(agentId, mcp.Id, [], Limit.Token);
        var attachedIntegration = await Client.AttachAgentIntegrationAsync(agentId, integration.Id, Limit.Token);

        (attachedMcp.McpServerId, attachedMcp.AllowedTools!.Count).Should().Be((mcp.Id, 0));
        attachedIntegration.IntegrationId.Should().Be(integration.Id);
    }

    [Fact]
    public async Task A_skill_is_attached_to_an_agent_and_a_runner_and_its_credential_stays_secret()
    {
        var (agentId, runnerId) = (await AgentAsync(), await RunnerAsync());
        var skill = await Client.InstallSkillAsync(new() { Source = SkillSource.SkillMd, SourceRef = "examples/plain-answers" }, Limit.Token);
        AttachSkillRequest request = new() { SkillId = skill.Id, PromptOverride = "Be brief.", Credential = JsonElement.Parse("""{"token":"top-secret"}""") };

        var ofAgent = await Client.AttachAgentSkillAsync(agentId, request, Limit.Token);
        var ofRunner = await Client.AttachRunnerSkillAsync(runnerId, new() { SkillId = skill.Id }, Limit.Token);

        Shown(ofAgent).Should().Be((skill.Id, skill.Name, "Be brief.", true));
        Shown(ofRunner).Should().Be((skill.Id, skill.Name, null, false));
        (await Client.ListAgentSkillsAsync(agentId, Limit.Token)).Select(Shown).Should().Equal(Shown(ofAgent));
        (await Client.ListRunnerSkillsAsync(runnerId, Limit.Token)).Select(Shown).Should().Equal(Shown(ofRunner));
        request.ToString().Should().NotContain("top-secret");
    }

    [Fact]
    public async Task A_thing_of_another_organization_can_not_be_attached_and_what_is_not_attached_can_not_be_detached()
    {
        var runnerId = await RunnerAsync();
        var tool = await Client.CreateToolAsync(new() { Name = $"tool_{Guid.NewGuid():n}", Url = "https://acme.dev" }, Limit.Token);
        var theirs = await plain.Stranger().CreateToolAsync(new() { Name = "theirs", Url = "https://acme.dev" }, Limit.Token);

        var attach = () => Client.AttachRunnerToolAsync(runnerId, theirs.Id, Limit.Token);
        var detach = () => Client.DetachRunnerToolAsync(runnerId, tool.Id, Limit.Token);

        await attach.Should().ThrowAsync<FlapjackPermissionException>();
        await detach.Should().ThrowAsync<FlapjackNotFoundException>();
    }

    [Fact]
    public async Task What_is_deleted_is_no_longer_attached()
    {
        var runnerId = await RunnerAsync();
        var tool = await Client.CreateToolAsync(new() { Name = $"tool_{Guid.NewGuid():n}", Url = "https://acme.dev" }, Limit.Token);
        await Client.AttachRunnerToolAsync(runnerId, tool.Id, Limit.Token);

        await Client.DeleteToolAsync(tool.Id, Limit.Token);

        (await Client.ListRunnerToolsAsync(runnerId, Limit.Token)).Should().BeEmpty();
    }

    // The name and whether there is a credential are this backend's own fields, so they are among those that the client does not know.
    private static string? NameOf(IDictionary<string, JsonElement>? fields) => fields!["name"].GetString();

    private static (string Id, string? Name, string? PromptOverride, bool HasCredential) Shown(SkillAttachment skill) =>
        (skill.SkillId, NameOf(skill.AdditionalProperties), skill.PromptOverride, skill.AdditionalProperties!["has_credential"].GetBoolean());

    private async Task<string> RunnerAsync() => (await Client.CreateRunnerAsync(new() { Name = "Nightly" }, Limit.Token)).Id;

    private async Task<string> AgentAsync() => (await Client.CreateAgentFromTemplateAsync(new() { Name = "Ada", Template = ComputerTemplate.Blank }, Limit.Token)).Agent.Id;

    private Task<McpServer> McpAsync() => Client.CreateMcpServerAsync(new() { Name = "Search", Transport = McpTransport.StreamableHttp, Url = "https://mcp.example.com/mcp" }, Limit.Token);

    private Task<Integration> IntegrationAsync() =>
        Client.CreateIntegrationAsync(new() { Name = "Shop", Kind = IntegrationKind.Postgres, ConnectionString = "postgres://reader:pw@db.example.com/shop" }, Limit.Token);
}
