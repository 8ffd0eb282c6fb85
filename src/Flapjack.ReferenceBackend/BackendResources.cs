using System.Net;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.ReferenceBackend.Usage;

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
        new(Resources.Runners.RunnersSchema.Steps, Resources.Runners.RunnersApi.Of),
        new(Resources.Mcp.McpSchema.Steps, parts => new Resources.Mcp.McpApi(new(
            parts.Store, parts.Secrets, new(parts.Options.AllowPrivateMcpServers, parts.Options.Isolation == ComputerIsolation.None, parts.Clock), parts.Clock))),
        new(Resources.Integrations.IntegrationsSchema.Steps, parts => new Resources.Integrations.IntegrationsApi(
            new(parts.Store, "integrations", "integration", parts.Clock), parts.Secrets)),
        new([], parts => new Resources.Keys.KeysApi(parts.ApiKeys)),
        new(Resources.Tools.ToolsSchema.Steps, parts => Resources.Tools.ToolsApi.Of(parts.Store, parts.Clock)),
        new(Resources.Skills.SkillsSchema.Steps, parts => Resources.Skills.SkillsApi.Of(parts.Store, parts.Clock, parts.Options.SkillCatalog)),
        new(Resources.Attachments.AttachmentsSchema.Steps, parts => new Resources.Attachments.AttachmentsApi(parts.Store, parts.Clock, parts.AgentRoutes, parts.Secrets)),
        new(Resources.Threads.ThreadsSchema.Steps, parts => new Resources.Threads.ThreadsApi(
            Resources.Threads.ThreadsApi.TableOf(parts.Store, parts.Clock), new(parts.Store, parts.Clock), new(parts.Store))),
        new(Resources.Plans.PlansSchema.Steps, parts => new Resources.Plans.PlansApi(new(parts.Store, parts.Clock))),
        new(Resources.Knowledge.KnowledgeSchema.Steps, parts => new Resources.Knowledge.KnowledgeApi(
            new(parts.Store, parts.Clock), new(parts.Clock), parts.Options.MaxDocumentBytes)),
        new(Resources.Projects.ProjectsSchema.Steps, parts => new Resources.Projects.ProjectsApi(new(parts.Store, "projects", "project", parts.Clock))),
        new(Resources.Threads.ThreadsSchema.Steps, _ => new Resources.Threads.ThreadsApi()),
        new(Resources.Runners.RunnersSchema.Steps, parts => new Resources.Runners.RunnersApi(parts.Store, parts.Clock)),
        new(Resources.Mcp.McpSchema.Steps, _ => new Resources.Mcp.McpApi()),
        new(Resources.Integrations.IntegrationsSchema.Steps, _ => new Resources.Integrations.IntegrationsApi()),
        new(Resources.Tools.ToolsSchema.Steps, _ => new Resources.Tools.ToolsApi()),
        new(Resources.Skills.SkillsSchema.Steps, _ => new Resources.Skills.SkillsApi()),
        new(UsageSchema.Steps, parts => new Resources.Analytics.AnalyticsApi(new(parts.Store), parts.Clock)),
        new(TraceSchema.Steps, parts => new Resources.Logs.LogsApi(new(parts.Store))),
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
