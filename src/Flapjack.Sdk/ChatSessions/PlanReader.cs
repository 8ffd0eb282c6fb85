namespace Flapjack.Sdk;

/// <summary>Reads the newest plan of a thread, when it is asked to and a while after the agent has changed it.</summary>
/// <param name="client">The client to read with.</param>
/// <param name="clock">The clock of the delay.</param>
/// <param name="delay">How long after a change the plan is read; all changes in that time share one read.</param>
/// <param name="show">Takes each plan that was read, unless a plan that was asked for later has been shown already.</param>
/// <param name="report">Takes the exceptions of the reads that nobody awaits.</param>
internal sealed class PlanReader(FlapjackClient client, TimeProvider clock, TimeSpan delay, Action<Plan?> show, Action<Exception> report) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private ITimer? _timer;
    private Task _reading = Task.CompletedTask;
    private bool _isReading;
    private bool _wanted;
    private long _begun;
    private long _shown;

    /// <summary>Reads the plan once the delay has passed, and once the read before it has ended.</summary>
    public void ReadSoon(string threadId)
    {
        lock (_lock)
        {
            if (_wanted || _ended.IsCancellationRequested)
            {
                return;
            }

            _wanted = true;
            _timer ??= clock.CreateTimer(_ => OnTimer(threadId), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (!_isReading)
            {
                _timer.Change(delay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Reads the plan now.</summary>
    public async Task<Plan?> ReadAsync(string threadId, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _begun);
        var plan = await NewestAsync(threadId, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            // Reads may overtake each other. The one that was begun last knows the most.
            if (number > _shown && !_ended.IsCancellationRequested)
            {
                _shown = number;
                show(plan);
            }
        }

        return plan;
    }

    public async ValueTask DisposeAsync()
    {
        Task reading;
        lock (_lock)
        {
            _ended.Cancel();
            reading = _reading;
            _timer?.Dispose();
        }

        await reading.ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task<Plan?> NewestAsync(string threadId, CancellationToken cancellationToken)
    {
        var plans = await client.ListPlansAsync(threadId, cancellationToken).ConfigureAwait(false);
        // If the service does not say when plans were created, the last of the list counts as the newest.
        var newest = plans.OrderBy(plan => plan.CreatedAt ?? DateTimeOffset.MinValue).LastOrDefault();
        // A list may leave the todos out.
        return newest is { Todos.Count: 0, Id.Length: > 0 } ? await client.GetPlanAsync(newest.Id, cancellationToken).ConfigureAwait(false) : newest;
    }

    private void OnTimer(string threadId)
    {
        lock (_lock)
        {
            if (!_ended.IsCancellationRequested)
            {
                (_wanted, _isReading) = (false, true);
                _reading = Task.Run(() => ReadUnawaitedAsync(threadId), CancellationToken.None);
            }
        }
    }

    private async Task ReadUnawaitedAsync(string threadId)
    {
        try
        {
            await ReadAsync(threadId, _ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // The plan that is shown stays, and the next change of the agent reads it again.
            report(e);
        }

        lock (_lock)
        {
            _isReading = false;
            if (_wanted && !_ended.IsCancellationRequested)
            {
                _timer!.Change(delay, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
