namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The deliveries of one agent, which are made one after the other. Guarded by the lock of its <see cref="WebhookSender"/>.</summary>
internal sealed class WebhookLane(string agentId)
{
    private TaskCompletionSource _news = NewSignal();

    public string AgentId { get; } = agentId;

    /// <summary>The number of the last delivery that was left to the next process, or dropped. This delivery and the earlier ones are skipped.</summary>
    public long Left { get; set; }

    /// <summary>Runs until nothing waits.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>Ends a pause, because another webhook is to be sent first.</summary>
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
