namespace Flapjack.ReferenceBackend.Runs;

/// <summary>A run that this process runs.</summary>
internal sealed class ActiveRun(string runnerId) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RunnerId => runnerId;

    public CancellationToken Cancelled => _cancel.Token;

    /// <summary>Ends when nothing of the run runs any more.</summary>
    public Task Ended => _ended.Task;

    public void End() => _ended.SetResult();

    /// <summary>Ends the run early, and waits until it has ended.</summary>
    public async Task CancelAsync()
    {
        try
        {
            await _cancel.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }

        await Ended.ConfigureAwait(false);
    }

    public void Dispose() => _cancel.Dispose();
}
