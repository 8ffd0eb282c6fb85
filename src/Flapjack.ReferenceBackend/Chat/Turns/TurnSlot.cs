namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The place of the one turn that may run in a thread.</summary>
/// <param name="key">The key of the turn's request; null for none.</param>
internal sealed class TurnSlot(string? key)
{
    // How long a message waits for a turn that is ending already.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<Turn?> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string? Key => key;

    /// <summary>Ends when the turn is stored, or refused.</summary>
    public Task Accepted => _accepted.Task;

    public void Accept(Turn turn) => _accepted.TrySetResult(turn);

    public void Leave()
    {
        _accepted.TrySetResult(null);
        _left.TrySetResult();
    }

    /// <summary>Stops the turn, and waits until it has ended.</summary>
    public async Task StopAsync()
    {
        if (await _accepted.Task.ConfigureAwait(false) is { } turn)
        {
            await turn.StopAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether the thread becomes free soon: the turn has ended, or it is being stopped, and then this waits until it has ended.</summary>
    public async Task<bool> IsLeavingAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        if (_left.Task.IsCompleted || (_accepted.Task.IsCompletedSuccessfully && _accepted.Task.Result is null or { IsStopping: true }))
        {
            await _left.Task.WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(false);
            return true;
        }

        return false;
    }
}
