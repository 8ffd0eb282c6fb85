using System.Diagnostics;
using Flapjack.ReferenceBackend.Telemetry;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>
/// The span of one execution of a run. A run that was paused, or that a crash cut off, goes on in a further span, which belongs to the same place in the same
/// trace. It has neither inputs nor outputs.
/// </summary>
internal sealed class RunSpan : IDisposable
{
    private readonly RunServices _services;
    private readonly string _runId;
    private readonly long _begun;
    private readonly Activity? _span;

    private RunSpan(RunServices services, string runId, Activity? span) => (_services, _runId, _span, _begun) = (services, runId, span, services.Clock.GetTimestamp());

    /// <summary>The run goes on, at the place in a trace from which it was started. The calling method executes the run.</summary>
    public static RunSpan Begin(RunServices services, Run run)
    {
        services.Telemetry.Tracing.Enter(run.Trace);
        var span = services.Telemetry.Tracing.Begin(SpanNames.Run);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(SpanNames.RunId, run.Id);
            span.SetTag(SpanNames.RunnerId, run.RunnerId);
            span.SetTag(SpanNames.RunOrigin, run.Origin);
        }

        return new(services, run.Id, span);
    }

    /// <summary>The execution has ended: the run has ended, is paused, was deleted, or is left to the next process.</summary>
    public void End()
    {
        var telemetry = _services.Telemetry;
        if (_span is null && !telemetry.RunDuration.Enabled)
        {
            return;
        }

        var run = _services.Store.Read(db => RunTable.Find(db, _runId));
        var status = run is null ? "deleted" : run.Status == RunnerRunStatus.Running ? "interrupted" : run.Status.ToString();
        _span?.SetTag(SpanNames.RunStatus, status);
        if (run?.Status == RunnerRunStatus.Failed)
        {
            _span?.SetTag(SpanNames.ErrorType, run.Fault?.Code ?? "run_failed").SetStatus(ActivityStatusCode.Error);
        }

        telemetry.RunDuration.Record(_services.Clock.GetElapsedTime(_begun).TotalSeconds, KeyValuePair.Create<string, object?>(SpanNames.RunStatus, status));
        _span?.Stop();
    }

    public void Dispose() => _span?.Dispose();
}
