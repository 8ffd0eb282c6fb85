using System.Diagnostics;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Telemetry;
using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The span of one call of a tool. It has neither the arguments nor the result.</summary>
internal static class ToolSpan
{
    /// <param name="tracing">The spans.</param>
    /// <param name="tool">The tool; null if there is none of the name that the model gave. That name is the model's text, and not told.</param>
    /// <param name="call">The call.</param>
    public static Activity? Begin(Tracing tracing, AgentTool? tool, StoredToolCall call)
    {
        if (!tracing.HasListeners)
        {
            return null;
        }

        var span = tracing.Begin(tool is null ? GenAiNames.ExecuteTool : $"{GenAiNames.ExecuteTool} {call.Name}");
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(GenAiNames.Operation, GenAiNames.ExecuteTool);
            span.SetTag(GenAiNames.ToolName, tool is null ? null : call.Name);
            span.SetTag(GenAiNames.ToolType, "function");
        }

        return span;
    }

    /// <summary>The tool has told the model of an error.</summary>
    public static void End(Activity? span, ToolOutcome outcome)
    {
        if (outcome.IsError)
        {
            span?.SetTag(SpanNames.ErrorType, "tool_error").SetStatus(ActivityStatusCode.Error);
        }
    }
}
