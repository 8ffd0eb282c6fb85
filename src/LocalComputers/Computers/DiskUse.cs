namespace LocalComputers.Computers;

/// <summary>How much of the disk a folder takes. It is measured in the background, and a call waits for that for an instant only.</summary>
/// <param name="measure">Measures the folder in bytes; null when its size can't be told.</param>
/// <param name="clock">The clock of the instant.</param>
internal sealed class DiskUse(Func<CancellationToken, long?> measure, TimeProvider clock) : IAsyncDisposable
{
    // Enough for some ten thousand files.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
#pragma warning disable CA2213 // Holds nothing that needs disposal, and a status may still be asked for when the computer has gone.
    private readonly CancellationTokenSource _ended = new();
#pragma warning restore CA2213
    private Task<long?> _measuring = Task.FromResult<long?>(null);
    private long? _latest;

    /// <summary>Measures, unless a measurement is under way.</summary>
    /// <returns>Bytes. While a large tree is measured, this is the number of the measurement before; null while there was none.</returns>
    public async Task<long?> ReadAsync()
    {
        Task<long?> measuring;
        long? latest;
        lock (_lock)
        {
            latest = _latest;
            if (_ended.IsCancellationRequested)
            {
                return latest;
            }

            if (_measuring.IsCompleted)
            {
                // The measurement gets a thread of its own: a million files would hold a thread of the pool for seconds, and every request needs those threads.
                _measuring = Task.Factory.StartNew(Measure, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }

            measuring = _measuring;
        }

        var inTime = measuring.WaitAsync(Patience, clock);
        await ((Task)inTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return inTime.IsCompletedSuccessfully ? await inTime.ConfigureAwait(false) ?? latest : latest;
    }

    /// <summary>Ends when nothing is measured any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        Task measuring;
        lock (_lock)
        {
            measuring = _measuring;
        }

        await measuring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private long? Measure()
    {
        var measured = measure(_ended.Token);
        lock (_lock)
        {
            return _latest = measured ?? _latest;
        }
    }
}
