using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend;

/// <summary>What gives agents their tools, and what tells models something besides the conversation. A new source has a line here.</summary>
internal static class BackendTools
{
    /// <summary>In the order in which a model sees the tools. If two sources offer a tool of the same name, the first one counts.</summary>
    public static IReadOnlyList<IToolSource> Sources(ResourceParts parts) =>
    [
    ];

    /// <summary>In the order in which a model is told the texts.</summary>
    public static IReadOnlyList<IContextSource> Contexts(ResourceParts parts) =>
    [
    ];
}
