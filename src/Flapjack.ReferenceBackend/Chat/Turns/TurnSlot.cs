namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The place of the one turn that may run in a thread.</summary>
/// <param name="key">The key of the turn's request; null for none.</param>
internal sealed class TurnSlot(string? key)
{
    // How long a message waits for a turn that is ending already.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // That the reader of a turn has left is heard of a moment later than the reader's next message, which comes over another connection. In real time,
    // because no clock of a test makes the network faster.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

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
        await _accepted.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        var isStopping = await IsStoppingAsync(cancellationToken).ConfigureAwait(false);
        return _left.Task.IsCompleted || (isStopping && await EndsAsync(_left.Task, Patience, clock, cancellationToken).ConfigureAwait(false));
    }

    private async Task<bool> IsStoppingAsync(CancellationToken cancellationToken) => await _accepted.Task.ConfigureAwait(false) is not { } turn
        || turn.IsStopping
        || (await EndsAsync(Task.WhenAny(_left.Task, turn.Stopping), Moment, TimeProvider.System, cancellationToken).ConfigureAwait(false) && turn.IsStopping);

    private static async Task<bool> EndsAsync(Task task, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(patience, clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
