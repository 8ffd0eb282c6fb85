using System.Diagnostics;
using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Telemetry;
using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>The span of one execution of a step. It has neither the input nor the output.</summary>
internal static class StepSpan
{
    public static Activity? Begin(Tracing tracing, RunStepRow row)
    {
        var span = tracing.Begin(SpanNames.RunStep);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(SpanNames.RunId, row.RunId);
            span.SetTag(SpanNames.StepId, row.Step.StepId);
            span.SetTag(SpanNames.StepKind, row.Step.Kind);
            span.SetTag(SpanNames.StepAttempt, row.Attempt);
            span.SetTag(SpanNames.AgentId, row.Step.AgentId);
        }

        return span;
    }

    /// <summary>The step has ended. A run that was cancelled, or whose budget is used up, is no error of the step.</summary>
    public static void End(Activity? span, StepOutcome outcome)
    {
        span?.SetTag(
            SpanNames.StepOutcome,
            outcome.Fault is not null ? "failed" : outcome.IsCancelled ? "cancelled" : outcome.IsOutOfBudget ? "paused" : "completed");
        if (outcome.Fault is { } fault)
        {
            span?.SetTag(SpanNames.ErrorType, fault.Code).SetStatus(ActivityStatusCode.Error);
        }
    }
}
