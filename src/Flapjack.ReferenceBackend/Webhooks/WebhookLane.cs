namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The deliveries of one agent, which go one after the other. Guarded by the lock of its <see cref="WebhookSender"/>.</summary>
internal sealed class WebhookLane(string agentId)
{
    public string AgentId { get; } = agentId;

    /// <summary>The number of the last delivery that was begun.</summary>
    public long Last { get; set; }

    /// <summary>Runs until nothing waits.</summary>
    public Task Running { get; set; } = Task.CompletedTask;
}
