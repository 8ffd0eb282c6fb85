using System.Net;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Chat.Threads;
using Flapjack.ReferenceBackend.Chat.Turns;
using Flapjack.ReferenceBackend.Resources.AgentConfigs;
using Flapjack.ReferenceBackend.Resources.Analytics;
using Flapjack.ReferenceBackend.Resources.Attachments;
using Flapjack.ReferenceBackend.Resources.Channels;
using Flapjack.ReferenceBackend.Resources.CodeAgents;
using Flapjack.ReferenceBackend.Resources.Integrations;
using Flapjack.ReferenceBackend.Resources.Keys;
using Flapjack.ReferenceBackend.Resources.Knowledge;
using Flapjack.ReferenceBackend.Resources.Logs;
using Flapjack.ReferenceBackend.Resources.Marketplace;
using Flapjack.ReferenceBackend.Resources.Mcp;
using Flapjack.ReferenceBackend.Resources.Plans;
using Flapjack.ReferenceBackend.Resources.Projects;
using Flapjack.ReferenceBackend.Resources.Runners;
using Flapjack.ReferenceBackend.Resources.Skills;
using Flapjack.ReferenceBackend.Resources.Suggestions;
using Flapjack.ReferenceBackend.Resources.Threads;
using Flapjack.ReferenceBackend.Resources.Tools;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.ReferenceBackend.Usage;

namespace Flapjack.ReferenceBackend;

/// <summary>The resources of the backend. A new resource has a folder under <c>Resources/</c>, and a line and a using here.</summary>
internal static class BackendResources
{
    public static IReadOnlyList<BackendResource> All { get; } =
    [
        new(AgentSchema.Steps, parts => new AgentsApi(
            parts.AgentRoutes, parts.Agents, AgentTable.Of(parts.Store, parts.Clock), new(new(parts.Store), parts.Agents), parts.Turns.PrepareToEnd)),
        new([], parts => new FromTemplateApi(
            parts.Agents, new(Dns.GetHostAddressesAsync, parts.Options.AllowLoopbackWebhooks, parts.Clock), parts.Options.Naming)),
        new([], parts => new ComputersApi(parts.AgentRoutes, parts.Agents, parts.Audit, parts.Stream, parts.Options.Naming, parts.Options.Extensions)),
        new([], parts => new ComputerConfigApi(parts.AgentRoutes, new(new(parts.Store), parts.Agents))),
        new([], parts => new ExecApi(parts.AgentRoutes, parts.Stream, parts.Options.Extensions)),
        new(ProjectsSchema.Steps, parts => new ProjectsApi(
            new(parts.Store, "projects", "project", parts.Clock), new(parts.Store))),
        new([], parts => new AgentConfigsApi(
            parts.AgentRoutes, new(parts.Store, parts.Clock), AgentTable.Of(parts.Store, parts.Clock))),
        new(McpSchema.Steps, parts => new McpApi(McpServersOf(parts))),
        new(IntegrationsSchema.Steps, parts => new IntegrationsApi(
            new(parts.Store, "integrations", "integration", parts.Clock), parts.Secrets)),
        new([], parts => new KeysApi(parts.ApiKeys)),
        new(ToolsSchema.Steps, parts => new ToolsApi(ToolsApi.TableOf(parts.Store, parts.Clock))),
        new(SkillsSchema.Steps, parts => SkillsApi.Of(
            parts.Store,
            parts.Clock,
            parts.Options.SkillCatalog,
            new([.. parts.Options.SkillSources.Folders]),
            parts.Disposals.Add(new SkillDownload(parts.Options.SkillSources.AllowUrls, Dns.GetHostAddressesAsync, parts.Options.AllowLoopbackWebhooks, parts.Clock)))),
        new(AttachmentsSchema.Steps, parts => new AttachmentsApi(parts.Store, parts.Clock, parts.AgentRoutes, parts.Secrets)),
        new(ThreadsSchema.Steps, parts => new ThreadsApi(
            ThreadTable.Of(parts.Store, parts.Clock), new(parts.Store, parts.Clock), new(parts.Store))),
        new(TurnsSchema.Steps, parts => new MessagesApi(
            ThreadTable.Of(parts.Store, parts.Clock), parts.Turns, parts.Stream, parts.Options.Extensions)),
        new(PlansSchema.Steps, parts => new PlansApi(new(parts.Store, parts.Clock))),
        new(KnowledgeSchema.Steps, parts => new KnowledgeApi(
            new(parts.Store, parts.Clock), new(parts.Clock), parts.Options.MaxDocumentBytes)),
        new(RunnersSchema.Steps, parts => new RunnersApi(parts.Store, parts.Clock, parts.Runs)),
        new([], parts => new RunsApi(RunnersApi.TableOf(parts.Store, parts.Clock), parts.Runs, parts.Options.Extensions)),
        new([], parts => new RunnerTriggersApi(RunnersApi.TableOf(parts.Store, parts.Clock), parts.Triggers, parts.Runs, parts.Options.Extensions)),
        new(UsageSchema.Steps, parts => new AnalyticsApi(new(parts.Store), parts.Clock)),
        new(TraceSchema.Steps, parts => new LogsApi(new(parts.Store))),
        new(SuggestionsSchema.Steps, parts => new SuggestionsApi(
            parts.AgentRoutes, SuggestionsApi.TableOf(parts.Store, parts.Clock))),
        new(ChannelsSchema.Steps, parts => new ChannelsApi(
            parts.AgentRoutes, ChannelsApi.TableOf(parts.Store, parts.Clock), parts.Secrets)),
        new(MarketplaceSchema.Steps, parts => new MarketplaceApi(
            parts.AgentRoutes, new(parts.Store, parts.Clock), AgentTable.Of(parts.Store, parts.Clock))),
        new(CodeAgentsSchema.Steps, parts => new CodeAgentsApi(new(parts.Store, "code_agents", "code agent", parts.Clock))),
        new([], parts => new CodeSessionsApi(
            new(new(parts.Store, parts.Clock), new(parts.Store, "code_agents", "code agent", parts.Clock), parts.Coding, parts.Secrets, parts.Clock))),
    ];

    /// <summary>The MCP servers, for the resource and for the tools of the agents.</summary>
    public static McpServers McpServersOf(ResourceParts parts) => new(
        parts.Store, parts.Secrets, new(parts.Options.AllowPrivateMcpServers, parts.Options.Isolation == ComputerIsolation.None, parts.Clock), parts.Clock);
}
