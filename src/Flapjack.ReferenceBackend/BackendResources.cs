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
            parts.AgentRoutes, parts.Agents, new(Dns.GetHostAddressesAsync, parts.Options.AllowLoopbackWebhooks, parts.Clock), parts.Options.Naming)),
        new([], parts => new ComputersApi(parts.AgentRoutes, parts.Agents, parts.Audit, parts.Stream, parts.Options.Naming, parts.Options.Extensions)),
        new([], parts => new ComputerConfigApi(parts.AgentRoutes, new(new(parts.Store)))),
        new([], parts => new ExecApi(parts.AgentRoutes, parts.Stream, parts.Options.Extensions)),
        new(Resources.Projects.ProjectsSchema.Steps, parts => new Resources.Projects.ProjectsApi(new(parts.Store, "projects", "project", parts.Clock))),
        new(Resources.Threads.ThreadsSchema.Steps, _ => new Resources.Threads.ThreadsApi()),
        new(Resources.Runners.RunnersSchema.Steps, parts => new Resources.Runners.RunnersApi(parts.Store, parts.Clock)),
        new(Resources.Mcp.McpSchema.Steps, _ => new Resources.Mcp.McpApi()),
        new(Resources.Integrations.IntegrationsSchema.Steps, _ => new Resources.Integrations.IntegrationsApi()),
        new(Resources.Tools.ToolsSchema.Steps, _ => new Resources.Tools.ToolsApi()),
        new(Resources.Skills.SkillsSchema.Steps, _ => new Resources.Skills.SkillsApi()),
        new(UsageSchema.Steps, parts => new Resources.Analytics.AnalyticsApi(new(parts.Store), parts.Clock)),
        new(TraceSchema.Steps, parts => new Resources.Logs.LogsApi(new(parts.Store))),
    ];
}
