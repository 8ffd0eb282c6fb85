namespace Flapjack.ReferenceBackend.Processes;

/// <summary>Reads and discards what background processes still write after their command has ended.</summary>
internal sealed class BackgroundDrains : IAsyncDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private bool _disposed;

    public void Add(PipeReadEnd pipe)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                pipe.Dispose();
                return;
            }

            _running.RemoveAll(drain => drain.IsCompleted);
            _running.Add(DrainAsync(pipe, _stop.Token));
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
        _stop.Dispose();
    }

    private static async Task DrainAsync(PipeReadEnd pipe, CancellationToken stop)
    {
        try
        {
            byte[] discarded = new byte[BufferSize];
            while (await pipe.ReadAsync(discarded, stop).ConfigureAwait(false) > 0)
            {
                // A writer that never pauses must not keep a thread for itself.
                await Task.Yield();
            }
        }
        catch (Exception expected) when (expected is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // Nobody wants these bytes: whatever ends the drain only closes the pipe.
        }
        finally
        {
            pipe.Dispose();
        }
    }
}
