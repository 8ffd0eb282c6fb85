using System.Net;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api;

namespace Flapjack.ReferenceBackend;

/// <summary>The resources of the backend. A new resource costs a folder under <c>Resources/</c> and a line here.</summary>
internal static class BackendResources
{
    public static IReadOnlyList<BackendResource> All { get; } =
    [
        new(AgentSchema.Steps, parts => new AgentsApi(
            parts.AgentRoutes, parts.Agents, AgentTable.Of(parts.Store, parts.Clock), new(new(parts.Store), parts.Agents))),
        new([], parts => new FromTemplateApi(
            parts.Agents, new(Dns.GetHostAddressesAsync, parts.Options.AllowLoopbackWebhooks, parts.Clock), parts.Options.Naming)),
        new([], parts => new ComputersApi(parts.AgentRoutes, parts.Agents, parts.Audit, parts.Stream, parts.Options.Naming, parts.Options.Extensions)),
        new([], parts => new ComputerConfigApi(parts.AgentRoutes, new(new(parts.Store), parts.Agents))),
        new([], parts => new ExecApi(parts.AgentRoutes, parts.Stream, parts.Options.Extensions)),
        new(Resources.Projects.ProjectsSchema.Steps, parts => new Resources.Projects.ProjectsApi(
            new(parts.Store, "projects", "project", parts.Clock), new(parts.Store))),
        new([], parts => new Resources.AgentConfigs.AgentConfigsApi(
            parts.AgentRoutes, new(parts.Store, parts.Clock), AgentTable.Of(parts.Store, parts.Clock))),
        new(Resources.Threads.ThreadsSchema.Steps, _ => new Resources.Threads.ThreadsApi()),
        new(Resources.Runners.RunnersSchema.Steps, _ => new Resources.Runners.RunnersApi()),
        new(Resources.Mcp.McpSchema.Steps, _ => new Resources.Mcp.McpApi()),
        new(Resources.Integrations.IntegrationsSchema.Steps, _ => new Resources.Integrations.IntegrationsApi()),
        new(Resources.Tools.ToolsSchema.Steps, _ => new Resources.Tools.ToolsApi()),
        new(Resources.Skills.SkillsSchema.Steps, _ => new Resources.Skills.SkillsApi()),
        new(Resources.Suggestions.SuggestionsSchema.Steps, parts => new Resources.Suggestions.SuggestionsApi(
            parts.AgentRoutes, new(parts.Store, "suggestions", "suggestion", parts.Clock, Resources.Suggestions.SuggestionsApi.Searched))),
        new(Resources.Channels.ChannelsSchema.Steps, parts => new Resources.Channels.ChannelsApi(
            parts.AgentRoutes, new(parts.Store, "channels", "channel", parts.Clock, Resources.Channels.ChannelsApi.Searched), parts.Secrets)),
        new(Resources.Marketplace.MarketplaceSchema.Steps, parts => new Resources.Marketplace.MarketplaceApi(
            parts.AgentRoutes, new(parts.Store, parts.Clock), AgentTable.Of(parts.Store, parts.Clock))),
        new(Resources.CodeAgents.CodeAgentsSchema.Steps, parts => new Resources.CodeAgents.CodeAgentsApi(new(parts.Store, "code_agents", "code agent", parts.Clock))),
        new([], parts => new Resources.CodeAgents.CodeSessionsApi(
            new(new(parts.Store, parts.Clock), new(parts.Store, "code_agents", "code agent", parts.Clock), parts.Secrets, parts.Clock))),
    ];
}
