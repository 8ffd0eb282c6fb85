namespace LocalComputers.Processes;

/// <summary>Reads what background processes still write after their command has ended, into a log where there is one.</summary>
internal sealed class BackgroundDrains : IAsyncDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private bool _disposed;

    public void Add(PipeReadEnd pipe, BackgroundLog? log)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                pipe.Dispose();
                return;
            }

            _running.RemoveAll(drain => drain.IsCompleted);
            _running.Add(DrainAsync(pipe, log, _stop.Token));
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

    private static async Task DrainAsync(PipeReadEnd pipe, BackgroundLog? log, CancellationToken stop)
    {
        try
        {
            var buffer = new byte[BufferSize];
            while (await pipe.ReadAsync(buffer, stop).ConfigureAwait(false) is var count and > 0)
            {
                log?.Append(buffer.AsSpan(0, count));
                // A process that writes without a pause must not keep a thread for itself.
                await Task.Yield();
            }
        }
        catch (Exception expected) when (expected is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The host is disposed of, or the pipe has broken. Nobody needs to be told.
        }
        finally
        {
            pipe.Dispose();
        }
    }
}
