namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>Tools that an agent should have and does not get in this turn.</summary>
/// <param name="SpanKind">The kind of the span that tells it in the trace: <c>tool</c> or <c>mcp</c>.</param>
/// <param name="Source">Whose tools they are, for example the name of an MCP server.</param>
/// <param name="Reason">Why they are missing; a sentence without secrets.</param>
internal sealed record ToolFault(string SpanKind, string Source, string Reason);
