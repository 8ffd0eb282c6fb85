using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>A sender on a clock of its own, ended after each test.</summary>
public abstract class WebhookSenderTest : IAsyncLifetime
{
    private protected const string Secret = "whsec_test";

    private protected static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private protected static readonly TimeSpan SecondDelay = TimeSpan.FromSeconds(30);

    /// <summary>The pauses after the first attempt, the second and so on, without the jitter.</summary>
    private protected static readonly IReadOnlyList<TimeSpan> Delays =
    [
        FirstDelay, SecondDelay, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(15),
    ];

    private protected static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);

    private readonly List<WebhookSender> _senders = [];

    /// <summary>Where webhooks are kept, unless a test has a store of its own.</summary>
    private protected Store Memory { get; } = WithOrg(Store.InMemory(BackendSchema.All));

    private protected WatchedTime Time { get; } = new();

    private protected CapturedLog Log { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var sender in _senders)
        {
            await sender.DisposeAsync();
        }

        Memory.Dispose();
    }

    private protected WebhookSender Sender() => Sender(new ScriptedDns("127.0.0.1"));

    private protected WebhookSender Sender(ScriptedDns dns, bool allowLoopback = true, bool signsStandard = true) =>
        Begun(Sender(Memory, dns, allowLoopback, signsStandard));

    /// <summary>Gives a new store the organization that all events are of.</summary>
    private protected static Store WithOrg(Store store)
    {
        store.Write(db =>
        {
            db.Execute("INSERT INTO orgs (id) VALUES ('o1')");
            db.Execute("INSERT INTO webhook_secrets (org_id, secret, created_at) VALUES ('o1', $secret, 0)", ("$secret", Secret));
        });
        return store;
    }

    /// <summary>What the backend's API would show of the default store.</summary>
    private protected IReadOnlyList<WebhookMessage> Messages() => new WebhookHistory(Memory).Read(null, null);

    /// <summary>Waits until nothing is pending there.</summary>
    private protected Task AllEndedAsync() => Eventually.HoldsAsync(
        () => Messages().All(message => message.State != WebhookState.Pending), "each webhook is delivered or given up");

    private protected WebhookCheckResult Check(ReceivedWebhook webhook, params string[] secrets) => WebhookSignature.Check(
        webhook.Body, WebhookHeaders.Read(name => webhook.Headers.GetValueOrDefault(name)), secrets.Length > 0 ? secrets : [Secret], Time);

    private protected static WebhookSender Begun(WebhookSender sender)
    {
        sender.SendPending();
        return sender;
    }

    private protected WebhookSender Sender(Store store) => Sender(store, new ScriptedDns("127.0.0.1"));

    private protected static WebhookEvent Event(string agentId) =>
        new("computer.idled", agentId, "o1", "app_abc123", "c1", null, null, DateTimeOffset.UnixEpoch);

    private WebhookSender Sender(Store store, ScriptedDns dns, bool allowLoopback = true, bool signsStandard = true)
    {
        var post = new WebhookPost(dns.ResolveAsync, allowLoopback, signsStandard, Time);
        var sender = new WebhookSender(new(store), post, new(new MiddleRandom()), Time, Log, new(isCarriedOn: true));
        _senders.Add(sender);
        return sender;
    }

    /// <summary>No jitter.</summary>
    private sealed class MiddleRandom : Random
    {
        public override double NextDouble() => 0.5;
    }
}
