using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.Sdk;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>
/// Runs the steps of one run, one after the other, until the run has ended or is paused. That a step begins is stored before it begins, and how it ended before
/// the next step begins; so after a crash the store tells which steps have had their effect.
/// </summary>
/// <param name="services">What runs share.</param>
/// <param name="runId">The run.</param>
/// <param name="cancelled">Somebody wants the run to end.</param>
/// <param name="closing">The backend ends. What runs is left as a crash would leave it, for the next process.</param>
internal sealed partial class RunExecution(RunServices services, string runId, CancellationToken cancelled, CancellationToken closing)
{
    private readonly RunWriter _writer = new(services, runId, closing);

    /// <summary>Runs the run. It returns when the run has ended or is paused, was deleted, or the backend ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            if (!await _writer.BeginAsync().ConfigureAwait(false))
            {
                return;
            }

            await RunStepsAsync(_writer.Read().Run).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
        }
        catch (RunGoneException)
        {
        }
    }

    private async Task RunStepsAsync(Run run)
    {
        using var span = RunSpan.Begin(services, run);
        try
        {
            while (await NextAsync().ConfigureAwait(false))
            {
            }
        }
        finally
        {
            span.End();
        }
    }

    /// <summary>Runs the next step.</summary>
    /// <returns>Whether the run goes on.</returns>
    private async Task<bool> NextAsync()
    {
        var state = _writer.Read();
        var row = state.Steps.FirstOrDefault(step => StepStates.IsAhead(step.Status));
        if (row?.Status == StepStates.Running)
        {
            return await RecoverAsync(state, row).ConfigureAwait(false);
        }

        if (cancelled.IsCancellationRequested)
        {
            return await _writer.EndAsync(RunnerRunStatus.Cancelled).ConfigureAwait(false);
        }

        if (row is null)
        {
            return await _writer.EndAsync(RunnerRunStatus.Completed).ConfigureAwait(false);
        }

        if (!services.Budgets.IsLeft(state.Run.RunnerId))
        {
            return await _writer.PauseAsync().ConfigureAwait(false);
        }

        return await RunAsync(state, row).ConfigureAwait(false);
    }

    private async Task<bool> RunAsync(RunState state, RunStepRow row)
    {
        var context = RunContext.Of(state.Run, state.Steps);
        var (input, fault) = row.Status == StepStates.Paused ? (row.Input ?? StepJson.Null, null) : StepInput.Of(row.Step, context);
        var (begun, trace) = await _writer.BeginStepAsync(state.Run, row, input).ConfigureAwait(false);
        using var span = StepSpan.Begin(services.Telemetry.Tracing, begun);
        var outcome = fault is not null ? new StepOutcome { Fault = fault } : await RunAsync(begun.Step, CallOf(state, begun, context, trace.RootSpanId)).ConfigureAwait(false);
        StepSpan.End(span, outcome);
        return await _writer.EndStepAsync(begun, outcome, trace).ConfigureAwait(false);
    }

    private async Task<StepOutcome> RunAsync(RunStep step, StepCall call)
    {
        if (services.KindOf(step) is not { } kind)
        {
            return StepOutcome.Failed("STEP_KIND_UNKNOWN", $"This backend knows no steps of the kind '{step.Kind}'.");
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(step.TimeoutSec), services.Clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancelled, closing);
        try
        {
            return await kind.RunAsync(call, any.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (any.IsCancellationRequested)
        {
            closing.ThrowIfCancellationRequested();
            return cancelled.IsCancellationRequested
                ? StepOutcome.Cancelled
                : StepOutcome.Failed("STEP_TIMED_OUT", $"The step '{step.Label}' was stopped after {step.TimeoutSec} s. Allow it more by timeoutSec, or let it do less.");
        }
        catch (Exception e)
        {
            // A kind of step says by its outcome what went wrong. Whatever it throws is a fault of the backend, and may hold a secret.
            LogFailed(services.Logger, runId, step.Label, e);
            return StepOutcome.Failed("STEP_FAILED_IN_BACKEND", $"The step '{step.Label}' failed in the backend ({e.GetType().Name}); its log tells more.");
        }
    }

    /// <summary>An earlier process of the backend died in the middle of the step.</summary>
    private async Task<bool> RecoverAsync(RunState state, RunStepRow row)
    {
        var call = CallOf(state, row, RunContext.Of(state.Run, state.Steps), "");
        var known = services.KindOf(row.Step) is { } kind ? await kind.RecoverAsync(call, closing).ConfigureAwait(false) : StepRecovery.NotBegun;
        if (!known.HasBegun)
        {
            return await _writer.BeginAgainAsync(row).ConfigureAwait(false);
        }

        return row.Step.SafeToRepeat && known.Outcome is null
            ? await _writer.BeginAgainAsync(row).ConfigureAwait(false)
            : await _writer.EndStepAsync(row, known.Outcome ?? StepOutcome.Unknown(row.Step), trace: null).ConfigureAwait(false);
    }

    private StepCall CallOf(RunState state, RunStepRow row, JsonElement context, string spanId) => new()
    {
        OrgId = state.Run.OrgId,
        RunnerId = state.Run.RunnerId,
        RunnerName = state.Runner.Name ?? "",
        RunnerModel = state.Runner.DefaultModel,
        RunId = runId,
        Id = row.Id,
        Attempt = row.Attempt,
        Step = row.Step,
        Input = row.Input ?? StepJson.Null,
        Context = context,
        Actor = state.Run.Actor,
        ThreadId = row.ThreadId ?? row.Id,
        TraceId = row.TraceId!,
        SpanId = spanId,
        MayAsk = cost => services.Budgets.IsLeft(state.Run.RunnerId, cost),
    };

    [LoggerMessage(LogLevel.Error, "The step {Step} of the run {RunId} failed in the backend.")]
    private static partial void LogFailed(ILogger logger, string runId, string step, Exception exception);
}
