using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Agents;

/// <summary>Agents, their configurations and their projects: the client against the backend.</summary>
public sealed class AgentsTests(AgentsRoom room) : IClassFixture<AgentsRoom>
{
    private readonly FlapjackClient _client = room.Client;

    [Fact]
    public async Task An_agent_is_created_read_listed_changed_and_deleted()
    {
        var (client, orgId) = room.NewOrg();
        var created = await client.CreateAgentAsync(new() { Name = "Ada", Description = "Counts", StablePreamble = "You count.", OrgId = orgId }, Limit.Token);
        var read = await client.GetAgentAsync(created.Id, Limit.Token);
        var listed = await client.ListAgentsAsync(orgId, Limit.Token);
        var updated = await client.UpdateAgentAsync(created.Id, new() { Name = "Bob", Description = null, DefaultModel = "gpt-5.4-mini" }, Limit.Token);
        await client.DeleteAgentAsync(created.Id, Limit.Token);

        read.Should().BeEquivalentTo(created);
        (created.OrgId, created.Name, created.Description, created.StablePreamble, created.DefaultModel)
            .Should().Be((orgId, "Ada", "Counts", "You count.", "gpt-5.4"));
        (created.ScheduledTasksEnabled, created.RuntimeProvider, created.ProjectId, created.PublishedChats.Count).Should().Be((false, AgentRuntimeProvider.Tensorlake, null, 0));
        created.Computer.Should().Be(new ComputerConfig { Enabled = false });
        created.AdditionalProperties.Should().BeNull("the client knows every field that the backend sends");
        listed.Should().ContainSingle().Which.Should().BeEquivalentTo(created with { StablePreamble = null });
        updated.Should().BeEquivalentTo(created with { Name = "Bob", Description = null, DefaultModel = "gpt-5.4-mini" });
        (await client.ListAgentsAsync(cancellationToken: Limit.Token)).Should().BeEmpty();
        await client.Invoking(c => c.GetAgentAsync(created.Id, Limit.Token)).Should().ThrowAsync<FlapjackNotFoundException>();
    }

    [Fact]
    public async Task An_agent_joins_a_project_and_leaves_it()
    {
        var project = await _client.CreateProjectAsync(new() { Name = "Site" }, Limit.Token);
        var agent = await _client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token);

        var joined = await _client.UpdateAgentAsync(agent.Id, new() { ProjectId = project.Id }, Limit.Token);
        var renamed = await _client.UpdateAgentAsync(agent.Id, new() { Name = "Bob" }, Limit.Token);
        var members = await _client.GetProjectMembersAsync(project.Id, Limit.Token);
        var left = await _client.UpdateAgentAsync(agent.Id, new() { ProjectId = null }, Limit.Token);

        (joined.ProjectId, renamed.ProjectId, left.ProjectId).Should().Be((project.Id, project.Id, null));
        members.Agents.Should().ContainSingle().Which.Name.Should().Be("Bob");
        (await _client.GetProjectMembersAsync(project.Id, Limit.Token)).Agents.Should().BeEmpty();
    }

    [Fact]
    public async Task A_deleted_project_frees_its_agents()
    {
        var project = await _client.CreateProjectAsync(new() { Name = "Site" }, Limit.Token);
        var agent = await _client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token);
        await _client.UpdateAgentAsync(agent.Id, new() { ProjectId = project.Id }, Limit.Token);

        await _client.DeleteProjectAsync(project.Id, Limit.Token);

        (await _client.GetAgentAsync(agent.Id, Limit.Token)).Should().BeEquivalentTo(agent);
    }

    [Fact]
    public async Task Tool_profiles_are_stored_and_read_as_they_were_sent()
    {
        var agent = await _client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token);
        var profiles = new ToolProfiles { AdditionalProperties = new Dictionary<string, JsonElement> { ["work"] = JsonElement.Parse("""{"tools":["search"]}""") } };

        await _client.UpdateAgentAsync(agent.Id, new() { ToolProfiles = profiles, DefaultProfile = "work" }, Limit.Token);

        var read = await _client.GetAgentAsync(agent.Id, Limit.Token);
        read.ToolProfiles!.AdditionalProperties!["work"].GetRawText().Should().Be("""{"tools":["search"]}""");
        read.DefaultProfile.Should().Be("work");
    }

    [Fact]
    public async Task An_agent_without_a_template_has_no_computer()
    {
        var agent = await _client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token);

        var status = await _client.GetComputerStatusAsync(agent.Id, Limit.Token);
        var run = () => _client.RunComputerAsync(agent.Id, new() { Command = "true" }, Limit.Token);

        status.Computer!.Status.Should().Be(ComputerLifecycleStatus.None);
        await run.Should().ThrowAsync<ComputerNotReadyException>();
    }

    [Fact]
    public async Task An_agent_from_a_template_is_an_agent_like_any_other()
    {
        var (client, _) = room.NewOrg();
        var created = await client.CreateAgentFromTemplateAsync(new() { Name = "Ada", Template = ComputerTemplate.Blank }, Limit.Token);

        var updated = await client.UpdateAgentAsync(created.Agent.Id, new() { StablePreamble = "You count." }, Limit.Token);

        (updated.Name, updated.StablePreamble, updated.Computer!.Mode).Should().Be(("Ada", "You count.", ComputerMode.Persistent));
        (await client.ListAgentsAsync(cancellationToken: Limit.Token)).Should().ContainSingle().Which.Id.Should().Be(created.Agent.Id);
    }

    [Fact]
    public async Task Configurations_with_documented_fields_are_read_and_changed()
    {
        var id = (await _client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token)).Id;

        var memory = await _client.UpdateMemoryConfigAsync(id, new() { Enabled = true, InjectCount = 7, ThreadScope = false }, Limit.Token);
        var compaction = await _client.UpdateCompactionConfigAsync(id, new() { Enabled = true, AnthropicInstructions = "Keep the code.", OpenAICompactThreshold = 75_000 }, Limit.Token);
        var credentials = await _client.UpdateCredentialConfigAsync(id, new() { Enabled = true, ResolverUrl = "https://app.example.com/keys" }, Limit.Token);
        var tasks = await _client.UpdateScheduledTasksAsync(id, new() { Enabled = true }, Limit.Token);

        memory.Should().Be(new MemoryConfig
        {
            Enabled = true,
            AutoCollect = true,
            AutoInject = true,
            InjectCount = 7,
            MaxMemories = 1_000,
            AgentScope = true,
            ThreadScope = false,
            ResourceScope = true,
        });
        compaction.Should().Be(new CompactionConfig
        {
            Enabled = true,
            AnthropicTriggerTokens = 150_000,
            AnthropicInstructions = "Keep the code.",
            AnthropicPauseAfter = false,
            OpenAICompactThreshold = 75_000,
        });
        credentials.Should().Be(new CredentialConfig { Enabled = true, ResolverUrl = "https://app.example.com/keys", TimeoutMs = 5_000 });
        tasks.Should().Be(new ScheduledTasksConfig { Enabled = true });
        (await _client.GetMemoryConfigAsync(id, Limit.Token)).Should().Be(memory);
        (await _client.GetCompactionConfigAsync(id, Limit.Token)).Should().Be(compaction);
        (await _client.GetCredentialConfigAsync(id, Limit.Token)).Should().Be(credentials);
        (await _client.GetScheduledTasksAsync(id, Limit.Token)).Should().Be(tasks);
        (await _client.GetAgentAsync(id, Limit.Token)).ScheduledTasksEnabled.Should().BeTrue();
    }

    [Fact]
    public async Task What_is_assigned_null_gets_its_default_again_and_what_is_not_assigned_stays()
    {
        var id = (await _client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token)).Id;
        await _client.UpdateCompactionConfigAsync(id, new() { Enabled = true, AnthropicInstructions = "Keep the code." }, Limit.Token);
        await _client.UpdateCredentialConfigAsync(id, new() { ResolverUrl = "https://app.example.com/keys", TimeoutMs = 1 }, Limit.Token);

        var compaction = await _client.UpdateCompactionConfigAsync(id, new() { AnthropicInstructions = null }, Limit.Token);
        var credentials = await _client.UpdateCredentialConfigAsync(id, new() { ResolverUrl = null }, Limit.Token);

        (compaction.Enabled, compaction.AnthropicInstructions).Should().Be((true, null));
        (credentials.ResolverUrl, credentials.TimeoutMs).Should().Be((null, 1));
    }

    [Fact]
    public async Task Configurations_without_documented_fields_are_read_as_they_were_sent()
    {
        var id = (await _client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token)).Id;

        await _client.UpdateWebConfigAsync(id, JsonElement.Parse("""{"kind":"web"}"""), Limit.Token);
        await _client.UpdatePlanConfigAsync(id, JsonElement.Parse("""{"kind":"plan"}"""), Limit.Token);
        await _client.UpdateMultiplayerConfigAsync(id, JsonElement.Parse("""{"kind":"multiplayer"}"""), Limit.Token);
        await _client.UpdateDelegatedConfigAsync(id, JsonElement.Parse("""{"kind":"delegated"}"""), Limit.Token);

        var configs = new[]
        {
            await _client.GetWebConfigAsync(id, Limit.Token),
            await _client.GetPlanConfigAsync(id, Limit.Token),
            await _client.GetMultiplayerConfigAsync(id, Limit.Token),
            await _client.GetDelegatedConfigAsync(id, Limit.Token),
        };
        configs.Select(config => config.GetRawText()).Should().Equal("""{"kind":"web"}""", """{"kind":"plan"}""", """{"kind":"multiplayer"}""", """{"kind":"delegated"}""");
    }

    [Fact]
    public async Task A_refusal_names_the_field()
    {
        var id = (await _client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token)).Id;

        var update = () => _client.UpdateCompactionConfigAsync(id, new() { AnthropicTriggerTokens = 1 }, Limit.Token);
        var create = () => _client.CreateAgentAsync(new() { Name = "Eve", OrgId = Guid.NewGuid().ToString() }, Limit.Token);

        (await update.Should().ThrowAsync<FlapjackValidationException>()).Which.Detail.Should().StartWith("anthropicTriggerTokens ");
        await create.Should().ThrowAsync<FlapjackPermissionException>();
    }
}
