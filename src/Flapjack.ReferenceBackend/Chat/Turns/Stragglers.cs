using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>
/// Owns the models and tools that go on although their turn has ended, because they ignore their cancellation. The turn does not wait for them; the backend
/// does when it ends.
/// </summary>
internal sealed partial class Stragglers(ILogger logger) : IAsyncDisposable
{
    // In real time: a test that advances a clock does not make a model faster.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Task, byte> _running = new();

    /// <summary>Takes a task over. Its failure is of no interest to anybody.</summary>
    public void Take(Task task)
    {
        if (!task.IsCompleted)
        {
            _running[task] = 0;
        }

        _ = task.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                _running.TryRemove(ended, out _);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        var all = Task.WhenAll(_running.Keys);
        await all.WaitAsync(Patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!all.IsCompleted)
        {
            LogLeft(logger, _running.Count);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} models or tools did not end although their turns were cancelled; they are left to themselves.")]
    private static partial void LogLeft(ILogger logger, int count);
}
