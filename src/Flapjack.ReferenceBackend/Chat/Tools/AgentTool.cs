using System.Text.Json;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>A tool that the backend runs for an agent.</summary>
/// <param name="name">The name by which the model calls it: 1 to 64 letters, digits, underscores and hyphens of ASCII.</param>
/// <param name="description">What the model is told of it.</param>
/// <param name="parameters">The JSON schema of its arguments: an object.</param>
/// <param name="run">
/// Runs a call. What goes wrong with the tool is an outcome that tells the agent so; it throws only if the turn is cancelled. Text that comes from outside is
/// bounded by the caller of this function.
/// </param>
internal sealed class AgentTool(string name, string description, JsonElement parameters, Func<AgentToolCall, CancellationToken, Task<ToolOutcome>> run)
{
    public string Name => name;

    public string Description => description;

    public JsonElement Parameters => parameters;

    /// <summary>The kind of the span that a call leaves in the trace: <c>tool</c>, <c>mcp</c> or <c>webhook</c>.</summary>
    public string SpanKind { get; init; } = "tool";

    /// <summary>How long a call may take altogether; null for the limit that all tools share.</summary>
    public TimeSpan? Limit { get; init; }

    public Task<ToolOutcome> RunAsync(AgentToolCall call, CancellationToken cancellationToken) => run(call, cancellationToken);
}
