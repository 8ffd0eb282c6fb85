using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.Sdk;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>Stores how a run goes on. On a full disk the run waits for room, because what a step has done must not be forgotten.</summary>
internal sealed partial class RunWriter(RunServices services, string runId, CancellationToken closing)
{
    private static readonly TimeSpan WaitForRoom = TimeSpan.FromSeconds(1);

    /// <exception cref="RunGoneException">The run was deleted.</exception>
    public RunState Read() => services.Store.Read(db =>
    {
        var run = RunTable.Find(db, runId) ?? throw new RunGoneException();
        var runner = db.QuerySingle("SELECT document FROM runners WHERE id = $id", row => row.GetString(0), ("$id", run.RunnerId)) ?? throw new RunGoneException();
        return new RunState(run, RunStepTable.Of(db, runId), JsonSerializer.Deserialize<RunnerDocument>(runner)!);
    });

    /// <summary>The run runs from now on, unless it did already.</summary>
    /// <returns>False if the run is not to be run: it was cancelled or deleted before its turn.</returns>
    public Task<bool> BeginAsync() => WriteAsync((db, now) =>
        RunTable.Find(db, runId)?.Status == RunnerRunStatus.Running || RunTable.Move(db, runId, RunnerRunStatus.Running, now) is not null);

    /// <summary>A step begins, or goes on after a pause.</summary>
    /// <returns>The step, and its trace.</returns>
    public Task<(RunStepRow Row, StepTrace Trace)> BeginStepAsync(Run run, RunStepRow row, JsonElement input) => WriteAsync((db, now) =>
    {
        MustRun(db);
        var goesOn = row.Status == StepStates.Paused;
        var begun = row with
        {
            Status = StepStates.Running,
            Attempt = goesOn ? row.Attempt : row.Attempt + 1,
            ThreadId = row.Step.Kind != AgentStep.Kind ? null : goesOn ? row.ThreadId : Guid.CreateVersion7(now).ToString(),
            TraceId = Guid.CreateVersion7(now).ToString(),
            Input = input,
            StartedAt = row.StartedAt ?? now,
        };
        var trace = new StepTrace(run, begun, now, AgentIsThere(db, row.Step));
        trace.Begin(db);
        RunStepTable.Save(db, begun);
        return (begun, trace);
    });

    /// <summary>A step that a crash cut off is run once more, because it had no effect or is safe to repeat.</summary>
    /// <returns>True: the run goes on.</returns>
    public Task<bool> BeginAgainAsync(RunStepRow row) => WriteAsync((db, now) =>
    {
        MustRun(db);
        CutOffTrace(db, row, now);
        RunStepTable.Save(db, row with { Status = StepStates.Pending });
        return true;
    });

    /// <summary>A step has ended, and with it the run, if nothing comes after it.</summary>
    /// <param name="row">The step.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="trace">Its trace; null if an earlier process began it.</param>
    /// <returns>Whether the run goes on.</returns>
    public Task<bool> EndStepAsync(RunStepRow row, StepOutcome outcome, StepTrace? trace) => WriteAsync((db, now) =>
    {
        MustRun(db);
        if (trace is null)
        {
            CutOffTrace(db, row, now);
        }

        trace?.End(db, outcome, now);
        var used = RunStepTable.UsedIn(db, row.TraceId!);
        RunStepTable.Save(db, row with
        {
            Status = StatusOf(outcome),
            Output = outcome.Output,
            Fault = outcome.Fault is { } fault ? new(fault.Code, fault.Message) : null,
            EndedAt = outcome.IsOutOfBudget ? null : now,
            InputTokens = row.InputTokens + used.InputTokens,
            OutputTokens = row.OutputTokens + used.OutputTokens,
            CostNanoUsd = row.CostNanoUsd + used.CostNanoUsd,
        });
        return GoOn(db, row, outcome, now);
    });

    /// <summary>The budget of the runner is used up.</summary>
    /// <returns>False: the run does not go on.</returns>
    public Task<bool> PauseAsync() => WriteAsync((db, now) =>
    {
        MustRun(db);
        return Pause(db, now);
    });

    /// <summary>The run ends between two steps.</summary>
    /// <returns>False: the run does not go on.</returns>
    public Task<bool> EndAsync(RunnerRunStatus status) => WriteAsync((db, now) =>
    {
        MustRun(db);
        return End(db, status, now);
    });

    private bool GoOn(StoreSession db, RunStepRow row, StepOutcome outcome, DateTimeOffset now)
    {
        if (outcome.Fault is { } fault)
        {
            RunTable.SetFault(db, runId, new(fault.Code, fault.Message) { StepId = row.Step.StepId });
            return End(db, RunnerRunStatus.Failed, now);
        }

        if (outcome.IsCancelled)
        {
            return End(db, RunnerRunStatus.Cancelled, now);
        }

        if (outcome.IsOutOfBudget)
        {
            return Pause(db, now);
        }

        if (outcome.Jump is { } jump && !RunStepTable.Jump(db, row, jump))
        {
            return End(db, RunnerRunStatus.Completed, now);
        }

        return true;
    }

    private bool End(StoreSession db, RunnerRunStatus status, DateTimeOffset now)
    {
        var run = RunTable.Find(db, runId)!;
        if (status == RunnerRunStatus.Completed && RunStepTable.Of(db, runId) is { Count: > 0 } steps)
        {
            RunTable.SetOutput(db, runId, RunContext.OutputOf(run, steps));
        }

        _ = RunTable.Move(db, runId, status, now) ?? throw new InvalidOperationException($"A run that is {run.Status} can't become {status}.");
        return false;
    }

    private bool Pause(StoreSession db, DateTimeOffset now)
    {
        _ = RunTable.Move(db, runId, RunnerRunStatus.Paused, now);
        RunTable.SetPauseReason(db, runId, "budget");
        return false;
    }

    private static string StatusOf(StepOutcome outcome) =>
        outcome.Fault?.Code == StepFault.OutcomeUnknown ? StepStates.Unknown
        : outcome.Fault is not null ? StepStates.Failed
        : outcome.IsCancelled ? StepStates.Cancelled
        : outcome.IsOutOfBudget ? StepStates.Paused
        : StepStates.Completed;

    private static bool AgentIsThere(StoreSession db, RunStep step) =>
        step.AgentId is { } agent && db.QuerySingle("SELECT 1 FROM agents WHERE id = $id", row => row.GetInt64(0), ("$id", agent)) == 1;

    private static void CutOffTrace(StoreSession db, RunStepRow row, DateTimeOffset now)
    {
        if (row.TraceId is { } trace)
        {
            TraceTable.CutOff(db, trace, now, StepTrace.Text("The backend ended during the step."));
        }
    }

    private void MustRun(StoreSession db)
    {
        if (RunTable.Find(db, runId)?.Status != RunnerRunStatus.Running)
        {
            throw new RunGoneException();
        }
    }

    private async Task<T> WriteAsync<T>(Func<StoreSession, DateTimeOffset, T> change)
    {
        while (true)
        {
            try
            {
                return services.Store.Write(db => change(db, services.Clock.GetUtcNow()));
            }
            catch (StoreException e) when (e.IsFull)
            {
                LogNoRoom(services.Logger, runId, e);
            }

            await Task.Delay(WaitForRoom, services.Clock, closing).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Warning, "How the run {RunId} goes on can't be stored, because the disk is full. The run waits for room.")]
    private static partial void LogNoRoom(ILogger logger, string runId, Exception exception);
}
