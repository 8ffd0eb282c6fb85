namespace AgentComputer.ReferenceBackend.Resources.Processes;

/// <summary>Says when a stream has been silent for so long that it has to show that it is alive. It has one timer for the whole stream. One caller at a time.</summary>
/// <param name="time">How long the stream may be silent.</param>
/// <param name="clock">The clock of that time.</param>
internal sealed class Silence(TimeSpan time, TimeProvider clock) : IDisposable
{
    private ITimer? _timer;
    private volatile TaskCompletionSource _over = new();

    /// <summary>Waits for a task, at most for the time of a silence; false if that is over first.</summary>
    public async ValueTask<bool> IsBrokenByAsync(Task waiting)
    {
        if (waiting.IsCompleted)
        {
            return true;
        }

        // A callback that comes late ends the next silence too early. That is one sign of life too many, and no harm.
        var over = _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _timer ??= clock.CreateTimer(_ => _over.TrySetResult(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(time, Timeout.InfiniteTimeSpan);
        await Task.WhenAny(waiting, over.Task).ConfigureAwait(false);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return waiting.IsCompleted;
    }

    public void Dispose() => _timer?.Dispose();
}
