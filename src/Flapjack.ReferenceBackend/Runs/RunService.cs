using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.Sdk;
using Microsoft.Extensions.Logging;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>Starts the runs of runners, as many at once as each runner allows, and cancels and resumes them.</summary>
internal sealed partial class RunService(RunServices services) : IAsyncDisposable
{
    // How long the disposal waits for runs that were told to end. In real time: a test that advances a clock does not make a model faster.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, ActiveRun> _active = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RunnerLane> _lanes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _fillings = new();
    private readonly CancellationTokenSource _closing = new();

    public RunBudgets Budgets => services.Budgets;

    public RunStore Runs { get; } = new(services.Store);

    /// <summary>Stores a run, and runs it as soon as the runner's limit lets it.</summary>
    /// <returns>The run; and whether it is new, or the run of an earlier start with the same key.</returns>
    /// <exception cref="Refusal">There is no such runner or trigger.</exception>
    public (Run Run, bool IsNew) Start(RunStart start)
    {
        var (run, _, isNew) = Add(start);
        return (run, isNew);
    }

    /// <summary>The same, for a caller that is told of the run as it was created: with steps of which none has begun.</summary>
    public JsonObject StartAndShow(RunStart start)
    {
        var (run, steps, _) = Add(start);
        return RunJson.Whole(run, steps);
    }

    /// <summary>Lets a run go on that was paused because the budget of its runner was used up.</summary>
    /// <exception cref="Refusal">There is no such run, or it is not paused.</exception>
    public void Resume(OrgRow<RunnerDocument> runner, string runId)
    {
        var run = Runs.Find(runner, runId);
        var moved = services.Store.Write(db => RunTable.Find(db, run.Id)?.Status == RunnerRunStatus.Paused
            ? RunTable.Move(db, run.Id, RunnerRunStatus.Pending, services.Clock.GetUtcNow())
            : null);
        if (moved is null)
        {
            run = Runs.Find(runner, runId);
            throw new Refusal(RefusalKind.Contradiction, "RUN_NOT_PAUSED", $"The run '{run.Id}' is {run.Status}; only a paused run can be resumed.");
        }

        Fill(runner.Id);
    }

    /// <summary>Lets runs run that wait, because the limit of their runner may have been raised.</summary>
    public void LimitChanged(string runnerId) => Fill(runnerId);

    /// <summary>Ends a run, and waits until nothing of it runs any more.</summary>
    /// <exception cref="Refusal">There is no such run, or it has ended already.</exception>
    public async Task CancelAsync(OrgRow<RunnerDocument> runner, string runId)
    {
        while (true)
        {
            var run = Runs.Find(runner, runId);
            if (RunStates.IsEnd(run.Status))
            {
                throw new Refusal(RefusalKind.Contradiction, "RUN_HAS_ENDED", $"The run '{run.Id}' is {run.Status}, so it can't be cancelled.");
            }

            if (_active.TryGetValue(run.Id, out var active))
            {
                await active.CancelAsync().ConfigureAwait(false);
                if (Runs.Find(runner, runId).Status == RunnerRunStatus.Cancelled)
                {
                    return;
                }
            }
            // Looked at within the change: a run is active before it is stored as running, so a run that began meanwhile is cancelled the other way.
            else if (services.Store.Write(db => _active.ContainsKey(run.Id) ? null : RunTable.Move(db, run.Id, RunnerRunStatus.Cancelled, services.Clock.GetUtcNow())) is not null)
            {
                return;
            }
        }
    }

    /// <summary>Ends what runs of a runner that was deleted, and waits until it has ended.</summary>
    public async Task EndRunnerAsync(string runnerId)
    {
        await Task.WhenAll(_active.Values.Where(run => run.RunnerId == runnerId).Select(run => run.CancelAsync())).ConfigureAwait(false);
        _lanes.TryRemove(runnerId, out _);
    }

    /// <summary>Takes up the runs that an earlier process left. To be called before any call is taken, when agents and computers are there again.</summary>
    public void Restore()
    {
        var now = services.Clock.GetUtcNow();
        var running = services.Store.Read(RunTable.Running);
        if (running.Count > 0)
        {
            services.Store.Write(db =>
            {
                foreach (var (runId, _) in running)
                {
                    RunTable.SetInterrupted(db, runId, now);
                }
            });
        }

        foreach (var (runId, runnerId) in running)
        {
            Run(runId, runnerId, LaneOf(runnerId));
        }

        foreach (var runnerId in services.Store.Read(RunTable.RunnersThatWait))
        {
            Fill(runnerId);
        }
    }

    /// <summary>Ends what runs, and leaves it to the next process to say what is known of it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_fillings.Keys).ConfigureAwait(false);
        // A model or a kind of step that blocks its thread can't be stopped. Its run is left to itself, and the next process says what is known of it.
        await Task.WhenAll(_active.Values.Select(run => run.Ended)).WaitAsync(Patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private (Run Run, IReadOnlyList<RunStepRow> Steps, bool IsNew) Add(RunStart start)
    {
        var added = services.Store.Write(db =>
        {
            var (run, isNew) = RunTable.AddOrFind(db, start with { Trace = services.Telemetry.Tracing.Current }, services.Clock.GetUtcNow());
            return (run, RunStepTable.Of(db, run.Id), isNew);
        });
        if (added.isNew)
        {
            Fill(start.RunnerId);
        }

        return added;
    }

    private RunnerLane LaneOf(string runnerId) => _lanes.GetOrAdd(runnerId, _ => new());

    /// <summary>Lets as many of a runner's runs run as its limit allows. It does not wait for them, nor for the store.</summary>
    private void Fill(string runnerId)
    {
        var lane = LaneOf(runnerId);
        if (_closing.IsCancellationRequested || !lane.TryBeginFilling())
        {
            return;
        }

        var filling = new Task(() => Fill(runnerId, lane));
        _fillings.TryAdd(filling, true);
        _ = filling.ContinueWith(done => _fillings.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        filling.Start(TaskScheduler.Default);
    }

    private void Fill(string runnerId, RunnerLane lane)
    {
        do
        {
            try
            {
                FillOnce(runnerId, lane);
            }
            catch (Exception e) when (e is not ObjectDisposedException || !_closing.IsCancellationRequested)
            {
                LogNotFilled(services.Logger, runnerId, e);
            }
        }
        while (!lane.TryEndFilling());
    }

    private void FillOnce(string runnerId, RunnerLane lane)
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        var (limit, waiting) = services.Store.Read(db =>
        {
            var document = db.QuerySingle("SELECT document FROM runners WHERE id = $id", row => row.GetString(0), ("$id", runnerId));
            var runner = document is null ? null : JsonSerializer.Deserialize<RunnerDocument>(document);
            var most = runner?.MaxConcurrentRuns ?? RunnerDocument.DefaultMaxConcurrentRuns;
            // A run that was just let run may still stand as pending in the store.
            return (most, RunTable.Waiting(db, runnerId, most + lane.Running));
        });
        foreach (var runId in waiting.Where(runId => !_active.ContainsKey(runId)).Take(Math.Max(0, limit - lane.Running)).ToList())
        {
            Run(runId, runnerId, lane);
        }
    }

    private void Run(string runId, string runnerId, RunnerLane lane)
    {
        var active = new ActiveRun(runnerId);
        if (_active.TryAdd(runId, active))
        {
            lane.Enter();
            _ = Task.Run(() => RunAsync(runId, active, lane), CancellationToken.None);
        }
    }

    /// <summary>Runs a run; it never fails. Whoever ends the run or the service awaits <see cref="ActiveRun.Ended"/>.</summary>
    private async Task RunAsync(string runId, ActiveRun active, RunnerLane lane)
    {
        try
        {
            await new RunExecution(services, runId, active.Cancelled, _closing.Token).RunAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogFailed(services.Logger, runId, e);
            Fail(runId, e);
        }

        _active.TryRemove(runId, out _);
        lane.Leave();
        Fill(active.RunnerId);
        active.End();
        active.Dispose();
    }

    private void Fail(string runId, Exception why)
    {
        try
        {
            services.Store.Write(db =>
            {
                if (RunTable.Move(db, runId, RunnerRunStatus.Failed, services.Clock.GetUtcNow()) is not null)
                {
                    RunTable.SetFault(db, runId, new("RUN_FAILED_IN_BACKEND", $"The run failed in the backend ({why.GetType().Name}); its log tells more."));
                }
            });
        }
        catch (Exception e)
        {
            LogFailed(services.Logger, runId, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The run {RunId} failed in the backend.")]
    private static partial void LogFailed(ILogger logger, string runId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The runs that wait of the runner {RunnerId} could not be read. They are read again when the next of its runs begins or ends.")]
    private static partial void LogNotFilled(ILogger logger, string runnerId, Exception exception);
}
