using System.Collections.Concurrent;
using System.Threading.Channels;
using LocalComputers.Computers;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>Takes up sessions that wait, the oldest first and so many at once as the options allow, and owns the work on them.</summary>
/// <param name="coder">The coder; null for none. Then sessions of an earlier backend stay as they are.</param>
/// <param name="services">What the work on sessions shares.</param>
internal sealed partial class CodingQueue(LocalCoder? coder, CodingServices services) : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, CodingRun> _runs = new(StringComparer.Ordinal);
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _closing = new();
    private Task _taking = Task.CompletedTask;

    public bool HasCoder => coder is not null;

    /// <summary>Settles what an earlier process left, before the leftovers of computers are removed.</summary>
    public void Restore() => services.Work.Settle();

    /// <summary>Begins to take up sessions.</summary>
    public void Start()
    {
        if (coder is not null)
        {
            _taking = Task.Run(() => TakeAsync(coder));
            Wake();
        }
    }

    /// <summary>Says that a session waits.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <summary>Ends the work on a session, if there is any, and waits until its processes are dead; the session is cancelled then, unless it had ended before.</summary>
    public Task CancelAsync(string sessionId) => _runs.TryGetValue(sessionId, out var run) ? run.StopAsync(CodingEnd.Cancelled) : Task.CompletedTask;

    /// <summary>Removes the files of a session that has no computer any more.</summary>
    public Task RemoveFilesAsync(string sessionId) => new SessionComputer(sessionId, services.Machine, Sizes.Default, services.Logger).RemoveAsync();

    public async ValueTask DisposeAsync()
    {
        _wakes.Writer.TryComplete();
        await _closing.CancelAsync().ConfigureAwait(false);
        await _taking.ConfigureAwait(false);
        await Task.WhenAll(_runs.Values.Select(run => run.StopAsync(CodingEnd.BackendStopped))).ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task TakeAsync(LocalCoder taker)
    {
        try
        {
            while (await _wakes.Reader.WaitToReadAsync(_closing.Token).ConfigureAwait(false))
            {
                _ = _wakes.Reader.TryRead(out var _);
                try
                {
                    Fill(taker);
                }
                catch (Exception e)
                {
                    // The store can't be read, for example. Nobody else would wake the sessions that wait.
                    LogNotTaken(services.Logger, e);
                    await Task.Delay(PauseAfterFailure, services.Clock, _closing.Token).ConfigureAwait(false);
                    Wake();
                }
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The backend ends. The sessions that wait are for the next process.
        }
    }

    private void Fill(LocalCoder taker)
    {
        // A session whose work has just ended may wait again, before its run is gone.
        foreach (var (orgId, id) in services.Work.Pending(most: 2 * taker.MaxSessionsAtOnce))
        {
            if (_runs.Count >= taker.MaxSessionsAtOnce)
            {
                return;
            }

            var run = new CodingRun(orgId, id, taker, services);
            if (_runs.TryAdd(id, run))
            {
                run.Start(() =>
                {
                    _runs.TryRemove(id, out _);
                    Wake();
                });
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Code sessions that wait could not be taken up; it is tried again in a minute.")]
    private static partial void LogNotTaken(ILogger logger, Exception exception);
}
