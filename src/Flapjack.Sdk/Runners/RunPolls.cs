using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>Reads a run again and again, until it goes on no longer by itself: it has ended, or it is paused.</summary>
internal sealed class RunPolls
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(40);

    private readonly Func<CancellationToken, Task<RunnerRun>> _read;
    private readonly string _runId;
    private readonly RunPollOptions _options;
    private readonly WireSettings _settings;

    /// <param name="read">Reads the run.</param>
    /// <param name="runId">The run's id, for messages.</param>
    /// <param name="options">How often, and how long; null for the defaults.</param>
    /// <param name="settings">The clock, and what no message may show.</param>
    /// <exception cref="ArgumentException">A time is out of its range.</exception>
    public RunPolls(Func<CancellationToken, Task<RunnerRun>> read, string runId, RunPollOptions? options, WireSettings settings)
    {
        (_read, _runId, _options, _settings) = (read, runId, options ?? new(), settings);
        if (_options.Interval <= TimeSpan.Zero || _options.Interval > LongestInterval)
        {
            throw new ArgumentException($"Interval must be more than zero and at most {LongestInterval.TotalDays:0} day.", nameof(options));
        }

        if (_options.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > LongestTimeout))
        {
            throw new ArgumentException($"Timeout must be more than zero and at most {LongestTimeout.TotalDays:0} days.", nameof(options));
        }
    }

    /// <summary>The run as each poll finds it. The first poll is made at once; the last one finds the run ended or paused.</summary>
    /// <exception cref="FlapjackTimeoutException">While enumerating: the time of the options is over.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: the token ended the wait.</exception>
    public async IAsyncEnumerator<RunnerRun> Begin(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout ?? Timeout.InfiniteTimeSpan, _settings.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        RunnerRun? run = null;
        while (run is not { HasEnded: true } && run?.Status != RunnerRunStatus.Paused)
        {
            try
            {
                if (run is not null)
                {
                    await Task.Delay(_options.Interval, _settings.TimeProvider, either.Token).ConfigureAwait(false);
                }

                run = await _read(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(_settings.Redaction.Message($"The wait for the run {_runId} was cancelled. The run goes on."), e, cancellationToken);
            }
            catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
            {
                throw TimedOut(run, e);
            }

            yield return run;
        }
    }

    private FlapjackTimeoutException TimedOut(RunnerRun? last, OperationCanceledException cause)
    {
        var timeout = _options.Timeout.GetValueOrDefault();
        var seen = last is null ? "nobody knows its status" : $"it was {last.Status?.Value ?? "without a status"} when it was last read";
        return new(
            _settings.Redaction.Message(
                $"The run {_runId} did not end within {BudgetText.Seconds(timeout)} ({BudgetText.Of(FlapjackTimeoutBudget.Run, $"{nameof(RunPollOptions)}.{nameof(RunPollOptions.Timeout)}")}); {seen}. The run goes on; CancelRunAsync would end it."),
            cause)
        {
            Budget = FlapjackTimeoutBudget.Run,
            Timeout = timeout,
        };
    }
}
