using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.Sdk;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>
/// Runs the tools of the backend. That a tool begins is stored before it begins, and its result before the caller is told: after a crash or on a full disk,
/// the agent knows of each call that may have been made, and no result is told that the agent does not know later.
/// </summary>
internal sealed partial class ToolRunner(TurnServices services, TurnSetup setup, TurnWriter writer, ChatFrames frames)
{
    /// <summary>Runs a call.</summary>
    /// <param name="tool">The tool; null if there is none of the name that the model gave.</param>
    /// <param name="call">The call.</param>
    /// <param name="stop">Ends the tool and the waiting for it.</param>
    /// <returns>The result, which is stored.</returns>
    public async Task<MessageRow> RunAsync(AgentTool? tool, StoredToolCall call, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var trace = setup.Trace;
        var arguments = call.ParseArguments();
        var span = trace.Begin(tool is null ? TraceSpanKind.Tool : new(tool.SpanKind), call.Name, arguments ?? TurnTrace.Text(call.Arguments));
        writer.Write(db =>
        {
            TurnBooks.CountTool(db, setup, call.Name, services.Clock.GetUtcNow());
            trace.Save(db);
        });
        frames.ToolBegins(call);
        using var activity = ToolSpan.Begin(services.Telemetry.Tracing, tool, call);
        var outcome =
            arguments is not { } json ? ToolOutcome.Error($"The arguments of '{call.Name}' must be a JSON object. Call the tool again with valid JSON.")
            : tool is null ? ToolOutcome.Error($"There is no tool '{call.Name}'. Use one of the tools that you were told.")
            : await RunAsync(tool, new AgentToolCall(call.Id, call.Name, json), stop).ConfigureAwait(false);
        ToolSpan.End(activity, outcome);
        trace.End(span, outcome.IsError ? null : outcome.Result, outcome.IsError ? outcome.Result : null);
        var result = writer.ResultOf(call, outcome);
        writer.Add(result);
        frames.ToolResult(call, outcome);
        return result;
    }

    private async Task<ToolOutcome> RunAsync(AgentTool tool, AgentToolCall call, CancellationToken stop)
    {
        var patience = tool.Limit ?? TurnLimits.Tool;
        using var limit = new CancellationTokenSource(patience, services.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        Task<ToolOutcome>? running = null;
        try
        {
            running = tool.RunAsync(call, either.Token);
            return await running.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return ToolOutcome.Error($"The tool '{call.Name}' did not answer within {patience.TotalSeconds:0} seconds and was cancelled. Nobody knows what it has done.");
        }
        catch (Exception e)
        {
            // A tool says by its outcome what went wrong. Whatever it throws is a fault of the backend, and may hold a secret.
            LogFailed(services.Logger, call.Name, e);
            return ToolOutcome.Error($"The tool '{call.Name}' failed in the backend ({e.GetType().Name}).");
        }
        finally
        {
            if (running is { IsCompleted: false })
            {
                services.Stragglers.Take(running);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The tool {Tool} failed.")]
    private static partial void LogFailed(ILogger logger, string tool, Exception exception);
}
