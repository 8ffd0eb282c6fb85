namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The deliveries of one agent, which go one after the other. Guarded by the lock of its <see cref="WebhookSender"/>.</summary>
internal sealed class WebhookLane(string agentId)
{
    private TaskCompletionSource _news = NewSignal();

    public string AgentId { get; } = agentId;

    /// <summary>The number of the last delivery that was left to a next process, or dropped; it and those before it are passed over.</summary>
    public long Left { get; set; }

    /// <summary>Runs until nothing waits.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>Ends a pause: there is something to be sent before what it waits for.</summary>
    public void Interrupt() => _news.TrySetResult();

    /// <summary>Ends with the next <see cref="Interrupt"/> from now.</summary>
    public Task NextNews()
    {
        if (_news.Task.IsCompleted)
        {
            _news = NewSignal();
        }

        return _news.Task;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
