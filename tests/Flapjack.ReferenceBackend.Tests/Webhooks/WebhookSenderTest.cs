using Flapjack.ReferenceBackend.Storage;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>A sender on a clock of its own, ended after each test.</summary>
public abstract class WebhookSenderTest : IAsyncLifetime
{
    private protected const string Secret = "whsec_test";

    private protected static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private protected static readonly TimeSpan SecondDelay = TimeSpan.FromSeconds(2);
    private protected static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);
    private protected static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly List<WebhookSender> _senders = [];
    private readonly Store _store = Store.InMemory();

    private protected WatchedTime Time { get; } = new();

    private protected RecordingLogger Log { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var sender in _senders)
        {
            var disposal = sender.DisposeAsync().AsTask();
            while (!disposal.IsCompleted)
            {
                // a test that failed half-way has left deliveries behind, and nobody else moves the clock
                Time.Advance(DrainLimit);
                await Task.Yield();
            }

            await disposal;
        }

        _store.Dispose();
    }

    private protected WebhookSender Sender() => Sender(new ScriptedDns("127.0.0.1"));

    private protected WebhookSender Sender(ScriptedDns dns, bool allowLoopback = true) => Begun(Sender(_store, dns, allowLoopback));

    private protected static WebhookSender Begun(WebhookSender sender)
    {
        sender.SendPending();
        return sender;
    }

    private protected WebhookSender Sender(Store store) => Sender(store, new ScriptedDns("127.0.0.1"));

    private protected static WebhookEvent Event(string agentId) =>
        new("computer.idled", agentId, "o1", "app_abc123", "c1", null, null, DateTimeOffset.UnixEpoch);

    private WebhookSender Sender(Store store, ScriptedDns dns, bool allowLoopback = true)
    {
        var sender = new WebhookSender(new(store), SecretOf, dns.ResolveAsync, allowLoopback, Time, Log);
        _senders.Add(sender);
        return sender;
    }

    private static string SecretOf(string orgId) => orgId == "o1" ? Secret : throw new ArgumentException($"There is no organization '{orgId}'.", nameof(orgId));
}
