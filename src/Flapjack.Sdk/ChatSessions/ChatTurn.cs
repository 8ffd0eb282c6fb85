namespace Flapjack.Sdk;

/// <summary>One turn of a session: makes the thread if there is none, sends the message, hands on the events, and can be stopped at any moment.</summary>
internal sealed class ChatTurn : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FlapjackClient _client;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _stopTimeout;
    private readonly CancellationTokenSource _cancel;
    private readonly TaskCompletionSource _streamEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _threadId;
    private ChatTurnPhase _phase;
    private Task? _stop;
    // Completed while no stream is open that the service would end with `done` if it were told to stop.
    private TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="client">The client to send with.</param>
    /// <param name="clock">The clock of the timeout.</param>
    /// <param name="stopTimeout">How long the service may take to stop.</param>
    /// <param name="sessionEnded">Ends the turn with its session.</param>
    /// <param name="cancellationToken">Ends the turn as its caller wishes.</param>
    public ChatTurn(FlapjackClient client, TimeProvider clock, TimeSpan stopTimeout, CancellationToken sessionEnded, CancellationToken cancellationToken)
    {
        (_client, _clock, _stopTimeout) = (client, clock, stopTimeout);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(sessionEnded, cancellationToken);
        _closed.SetResult();
    }

    /// <summary>Whether anybody has stopped or cancelled the turn.</summary>
    public bool IsCancelled => _cancel.IsCancellationRequested;

    /// <summary>How far the turn has come.</summary>
    public ChatTurnPhase Phase
    {
        get
        {
            lock (_lock)
            {
                return _phase;
            }
        }
    }

    /// <summary>Runs until the events have ended, and until a request to stop that is on its way has been answered.</summary>
    /// <exception cref="OperationCanceledException">The turn was stopped or cancelled before its events ended.</exception>
    public async Task RunAsync(Func<CancellationToken, Task<string>> thread, string content, SendMessageOptions options, Action<ChatEvent> take)
    {
        try
        {
            var threadId = await thread(_cancel.Token).ConfigureAwait(false);
            lock (_lock)
            {
                (_threadId, _phase) = (threadId, ChatTurnPhase.Sending);
            }

            await foreach (var item in _client.SendMessageAsync(threadId, content, options, _cancel.Token).ConfigureAwait(false))
            {
                take(item);
                Follow(item);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException && _cancel.IsCancellationRequested)
        {
            // Whatever breaks while the turn is being cancelled breaks because of it.
            throw new OperationCanceledException(e.Message, e, _cancel.Token);
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the turn: the service is asked to stop it, and if it does not, the connection is closed. Returns when the turn has ended.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            return _streamEnded.Task.IsCompleted ? _stop ?? Task.CompletedTask : _stop ??= Task.Run(StopOnceAsync);
        }
    }

    public void Dispose() => _cancel.Dispose();

    private void Follow(ChatEvent item)
    {
        lock (_lock)
        {
            _phase = ChatTurnPhase.Answering;
            // After requires_action there is no stream until the tools of the caller have ended.
            if (item is ChatRequiresActionEvent or ChatClientToolEvent)
            {
                _closed.TrySetResult();
            }
            else if (_closed.Task.IsCompleted)
            {
                _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    // A request to stop names the thread and not the turn. If it arrived late, it would stop the next turn, so this turn lasts until it is answered.
    private async Task EndAsync()
    {
        Task? stop;
        lock (_lock)
        {
            _streamEnded.TrySetResult();
            stop = _stop;
        }

        await (stop ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private async Task StopOnceAsync()
    {
        string? threadId;
        Task closed;
        lock (_lock)
        {
            (threadId, closed) = (_threadId, _closed.Task);
        }

        using var limit = new CancellationTokenSource(_stopTimeout, _clock);
        var asked = threadId is null ? Task.CompletedTask : AskAsync(threadId, limit);
        Task ended = Task.WhenAny(_streamEnded.Task, closed);
        await ended.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _cancel.CancelAsync().ConfigureAwait(false);
        await asked.ConfigureAwait(false);
        await _streamEnded.Task.ConfigureAwait(false);
    }

    /// <summary>Asks the service to stop. If it does not answer that it does, there is nothing to wait for.</summary>
    private async Task AskAsync(string threadId, CancellationTokenSource limit)
    {
        try
        {
            await _client.StopThreadAsync(threadId, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FlapjackException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is closed instead, which stops the turn as well.
            await limit.CancelAsync().ConfigureAwait(false);
        }
    }
}
