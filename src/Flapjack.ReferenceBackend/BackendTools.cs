using System.Net;
using Flapjack.ReferenceBackend.Chat.Computers;
using Flapjack.ReferenceBackend.Chat.Memory;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Chat.Web;
using Flapjack.ReferenceBackend.Resources.Integrations;
using Flapjack.ReferenceBackend.Resources.Knowledge;
using Flapjack.ReferenceBackend.Resources.Mcp;
using Flapjack.ReferenceBackend.Resources.Plans;
using Flapjack.ReferenceBackend.Resources.Skills;
using Flapjack.ReferenceBackend.Resources.Tools;

namespace Flapjack.ReferenceBackend;

/// <summary>What gives agents their tools, and what tells models something besides the conversation. A new source has a line here.</summary>
internal static class BackendTools
{
    /// <summary>
    /// In the order in which a model sees the tools. If two sources offer a tool of the same name, the first one counts. So the backend's own tools come first:
    /// while an agent has its computer, no tool that somebody connects can stand in for it.
    /// </summary>
    public static IReadOnlyList<IToolSource> Sources(ResourceParts parts) =>
    [
        new ComputerTools(parts.Agents, new(new(parts.Store), parts.Agents), parts.Clock),
        new PlanTools(new(parts.Store, parts.Clock), new(parts.Store, parts.Clock)),
        new MemoryTools(new(parts.Store, parts.Clock), new(parts.Store, parts.Clock)),
        new WebTools(new(parts.Store, parts.Clock)),
        new WebhookTools(
            ToolsApi.TableOf(parts.Store, parts.Clock),
            new(parts.Store, "runner_tools", new("runners", "runner"), new("tools", "tool"), parts.Clock),
            parts.Orgs,
            new(parts.SignedPost)),
        new McpTools(
            new(parts.Store, "mcps", new("mcp_servers", "MCP server"), parts.Clock), BackendResources.McpServersOf(parts), SkillsOf(parts).Servers),
        new SkillActions(
            SkillsOf(parts),
            parts.Disposals.Add(new SkillRequests(Dns.GetHostAddressesAsync, parts.Options.AllowLoopbackWebhooks, parts.Clock)),
            parts.Options.AllowLoopbackWebhooks),
        DatabaseTools.Of(parts.Store, parts.Secrets, parts.Options.AllowPrivateDatabases, parts.Clock),
    ];

    /// <summary>In the order in which a model is told the texts.</summary>
    public static IReadOnlyList<IContextSource> Contexts(ResourceParts parts) =>
    [
        new SkillContext(SkillsOf(parts)),
        new MemoryContext(new(parts.Store, parts.Clock), new(parts.Store, parts.Clock)),
        new KnowledgeContext(new(parts.Store)),
    ];

    private static AttachedSkills SkillsOf(ResourceParts parts) => new(
        new(parts.Store, "skills", new("skills", "skill"), parts.Clock), SkillsApi.TableOf(parts.Store, parts.Clock), parts.Secrets);
}
