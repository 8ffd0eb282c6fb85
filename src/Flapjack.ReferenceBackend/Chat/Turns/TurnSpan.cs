using System.Diagnostics;
using Flapjack.ReferenceBackend.Telemetry;
using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>
/// The span of a turn, as OpenTelemetry names the call of an agent; below it is a span for each call of a model and of a tool. None has what was asked or
/// answered.
/// </summary>
internal sealed class TurnSpan : IDisposable
{
    private readonly TurnServices _services;
    private readonly long _begun;
    private readonly Activity? _span;

    private TurnSpan(TurnServices services, Activity? span) => (_services, _span, _begun) = (services, span, services.Clock.GetTimestamp());

    /// <summary>The turn begins, at the place in a trace from which it was asked for. The calling method runs the turn.</summary>
    public static TurnSpan Begin(TurnServices services, TurnSetup setup, TracePlace? from)
    {
        var tracing = services.Telemetry.Tracing;
        tracing.Enter(from);
        var span = tracing.Begin(GenAiNames.InvokeAgent);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(GenAiNames.Operation, GenAiNames.InvokeAgent);
            span.SetTag(GenAiNames.AgentId, setup.Thread.AgentId);
            span.SetTag(SpanNames.AgentId, setup.Thread.AgentId);
            span.SetTag(SpanNames.ThreadId, setup.Thread.Id);
            span.SetTag(SpanNames.TurnId, setup.TurnId);
            span.SetTag(GenAiNames.RequestModel, setup.ModelId);
            if (TracePlace.Read(setup.EarlierTraceParent, null) is { } earlier)
            {
                // The caller has run tools meanwhile, and has sent the results by a request of its own.
                span.AddLink(new(earlier.Context));
            }
        }

        return new(services, span);
    }

    /// <summary>The turn has ended. A stop is what somebody asked for, and tools that the caller has to run are no error either.</summary>
    public void End(TurnEnd end)
    {
        var outcome = end.ErrorCode is not null ? "failed" : end.IsAnswer ? "answered" : end.Event == TurnEnd.Action ? "requires_action" : "stopped";
        if (_span is { IsAllDataRequested: true })
        {
            _span.SetTag(SpanNames.TurnOutcome, outcome);
            _span.SetTag(GenAiNames.InputTokens, (long?)end.Data["usage"]?["input_tokens"]);
            _span.SetTag(GenAiNames.OutputTokens, (long?)end.Data["usage"]?["output_tokens"]);
        }

        if (end.ErrorCode is { } code)
        {
            _span?.SetTag(SpanNames.ErrorType, code).SetStatus(ActivityStatusCode.Error);
        }

        _services.Telemetry.TurnDuration.Record(
            _services.Clock.GetElapsedTime(_begun).TotalSeconds, KeyValuePair.Create<string, object?>(SpanNames.TurnOutcome, outcome));
        _span?.Stop();
    }

    public void Dispose() => _span?.Dispose();
}
