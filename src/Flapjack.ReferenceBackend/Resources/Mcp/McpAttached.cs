using Flapjack.ReferenceBackend.Chat.Tools;
using ModelContextProtocol.Protocol;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>An MCP server that is attached to an agent or a runner, in a turn.</summary>
/// <param name="Id">The id of the server or of the skill.</param>
/// <param name="Name">The name of the server.</param>
/// <param name="Slug">The slug of the server.</param>
/// <param name="Tools">The tools that the agent gets.</param>
/// <param name="Connection">The connection; null if there is none.</param>
/// <param name="Error">Why the agent gets no tools, in a sentence without secrets; null if it gets those that it may use.</param>
internal sealed record McpAttached(string Id, string Name, string Slug, IReadOnlyList<Tool> Tools, McpConnection? Connection, string? Error) : IAsyncDisposable
{
    /// <summary>The name by which the model calls a tool of the server.</summary>
    public string NameOf(Tool tool) => ToolName.Of(Slug, "__", tool.Name);

    public ValueTask DisposeAsync() => Connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
