using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Resources.Integrations;
using Flapjack.ReferenceBackend.Resources.Mcp;

namespace Flapjack.ReferenceBackend;

/// <summary>What gives agents their tools, and what tells models something besides the conversation. A new source has a line here.</summary>
internal static class BackendTools
{
    /// <summary>In the order in which a model sees the tools. If two sources offer a tool of the same name, the first one counts.</summary>
    public static IReadOnlyList<IToolSource> Sources(ResourceParts parts) =>
    [
        McpTools.OfAgents(parts.Store, BackendResources.McpServersOf(parts), parts.Clock),
        DatabaseTools.OfAgents(parts.Store, parts.Secrets, parts.Options.AllowPrivateDatabases, parts.Clock),
    ];

    /// <summary>In the order in which a model is told the texts.</summary>
    public static IReadOnlyList<IContextSource> Contexts(ResourceParts parts) =>
    [
    ];
}
