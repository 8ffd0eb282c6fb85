using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace AgentComputer.ReferenceBackend.Operations;

/// <summary>Runs operations behind the answers that have announced them, and stores how each has ended.</summary>
/// <param name="store">The store.</param>
/// <param name="operations">The operations in it.</param>
/// <param name="logger">Told of operations that failed, with what the caller is not told.</param>
/// <param name="gate">Passed by each operation before and after its work, for tests that end a backend there; null for none.</param>
internal sealed partial class OperationRunner(Store store, OperationTable operations, ILogger logger, Func<string, Task>? gate = null) : IAsyncDisposable
{
    /// <summary>Why an operation failed that the end of the backend has cut off.</summary>
    public const string CutOff = "The backend ended while this operation ran.";

    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];
    private bool _disposed;

    /// <summary>Settles what an earlier process had begun and not ended: such an operation has failed. Call this before any call is taken.</summary>
    public void Restore()
    {
        foreach (var operation in operations.Unended())
        {
            store.WriteMakingRoom(db => operations.End(db, operation.Id, CutOff));
        }
    }

    /// <summary>Begins an operation that was stored just before.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="work">Does it. An <see cref="OperationFailure"/> is told to the caller; every other exception is only logged.</param>
    /// <param name="end">Stores what else follows from the end, as part of the change that ends the operation; the text says why it failed, or is null.</param>
    public void Begin(OperationRow operation, Func<CancellationToken, Task> work, Action<StoreSession, string?>? end = null)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                // The next start settles it.
                return;
            }

            var task = Task.Run(() => RunAsync(operation, work, end));
            _running.Add(task);
            task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Cancels what runs, and waits for the end of it.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (_lock)
        {
            _disposed = true;
            running = [.. _running];
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task RunAsync(OperationRow operation, Func<CancellationToken, Task> work, Action<StoreSession, string?>? end)
    {
        string? error = null;
        try
        {
            operations.SetRunning(operation.Id);
            await PassAsync("before", operation).ConfigureAwait(false);
            await work(_ending.Token).ConfigureAwait(false);
            await PassAsync("after", operation).ConfigureAwait(false);
        }
        catch (OperationFailure failure)
        {
            error = failure.Message;
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && _ending.IsCancellationRequested)
        {
            error = CutOff;
        }
        catch (Exception e)
        {
            LogFailed(logger, operation.Kind, operation.Id, e);
            error = e is StoreException store ? store.ForCallers : $"The backend failed; its log tells more (operation {operation.Id}).";
        }

        Store(operation, error, end);
    }

    private Task PassAsync(string side, OperationRow operation) => gate?.Invoke($"{side} {operation.Kind}") ?? Task.CompletedTask;

    private void Store(OperationRow operation, string? error, Action<StoreSession, string?>? end)
    {
        try
        {
            store.WriteMakingRoom(db =>
            {
                end?.Invoke(db, error);
                operations.End(db, operation.Id, error);
            });
        }
        catch (Exception e)
        {
            // The next start settles it.
            LogNotStored(logger, operation.Kind, operation.Id, e);
        }
    }

    private void Forget(Task task)
    {
        lock (_lock)
        {
            _running.Remove(task);
        }
    }

    [LoggerMessage(LogLevel.Error, "The operation {Kind} ({Id}) failed.")]
    private static partial void LogFailed(ILogger logger, string kind, string id, Exception exception);

    [LoggerMessage(LogLevel.Error, "The end of the operation {Kind} ({Id}) could not be stored; the next start says that it failed.")]
    private static partial void LogNotStored(ILogger logger, string kind, string id, Exception exception);
}
