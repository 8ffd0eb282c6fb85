using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>What becomes of events when the backend ends before they are delivered. Each store here is a file that is opened again.</summary>
public sealed class WebhookOutboxTests : WebhookSenderTest, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<Store> _stores = [];

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task What_a_dead_process_left_is_sent_by_the_next_in_order()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var store = Open();
        for (var number = 0; number < 20; number++)
        {
            Leave(store, receiver.Url($"/{number}"), $"a{number % 3}");
        }

        Sender(Reopen(store)).SendPending();

        var paths = new List<int>();
        for (var number = 0; number < 20; number++)
        {
            var webhook = await receiver.NextAsync();
            WebhookSignature.Verify(webhook.Body, webhook.Headers["X-Flapjack-Signature"], Secret).Should().BeTrue();
            paths.Add(int.Parse(webhook.Path[1..], System.Globalization.CultureInfo.InvariantCulture));
        }

        for (var agent = 0; agent < 3; agent++)
        {
            paths.Where(number => number % 3 == agent).Should().BeInAscendingOrder();
        }
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_start_is_through()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var store = Open();
        var starting = Sender(store);

        starting.Enqueue(receiver.Url("/early"), Event("a1"));
        await starting.DisposeAsync();

        receiver.Received.Should().BeEmpty();
        Begun(Sender(Reopen(store)));
        (await receiver.NextAsync()).Path.Should().Be("/early");
    }

    [Fact]
    public async Task What_was_delivered_is_not_sent_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var store = Open();
        var first = Begun(Sender(store));
        first.Enqueue(receiver.Url("/once"), Event("a1"));
        await receiver.NextAsync();
        await first.DisposeAsync();

        store = Reopen(store);
        var second = Begun(Sender(store));
        second.Enqueue(receiver.Url("/new"), Event("a1"));

        (await receiver.NextAsync()).Path.Should().Be("/new");
        await second.DisposeAsync();
        Pending(store).Should().Be(0);
    }

    [Fact]
    public async Task What_was_given_up_is_not_sent_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync(404);
        var store = Open();
        var sender = Begun(Sender(store));

        sender.Enqueue(receiver.Url("/refused"), Event("a1"));
        await receiver.NextAsync();
        await sender.DisposeAsync();

        Pending(store).Should().Be(0);
        Begun(Sender(Reopen(store))).Enqueue(receiver.Url("/new"), Event("a1"));
        (await receiver.NextAsync()).Path.Should().Be("/new");
    }

    [Fact]
    public async Task An_event_that_fails_at_disposal_stays_and_those_behind_it_wait_for_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500);
        var store = Open();
        var first = Begun(Sender(store));
        first.Enqueue(receiver.Url("/1"), Event("a1"));
        first.Enqueue(receiver.Url("/2"), Event("a1"));
        (await receiver.NextAsync()).Path.Should().Be("/1");

        await first.DisposeAsync();
        receiver.Received.Should().ContainSingle();
        Log.Rest().Should().EndWith("Information: Webhook computer.idled of agent a1 to 127.0.0.1 is kept: it is sent when the backend is started again.");
        Time.Advance(FirstDelay);
        Sender(Reopen(store)).SendPending();

        (await receiver.NextAsync()).Path.Should().Be("/1");
        (await receiver.NextAsync()).Path.Should().Be("/2");
    }

    [Fact]
    public async Task An_attempt_that_hangs_at_disposal_is_made_again_by_the_next_process()
    {
        var attempts = 0;
        await using var receiver = await WebhookReceiver.StartAsync((context, _) =>
            Interlocked.Increment(ref attempts) == 1 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
        var store = Open();
        var first = Begun(Sender(store));
        first.Enqueue(receiver.Url("/1"), Event("a1"));
        await receiver.NextAsync();

        await first.DisposeAsync().AsTask().WaitAsync(Patience.Limit);
        store = Reopen(store);
        new WebhookOutbox(store).Next("a1", 0)!.Attempts.Should().Be(0, "that one was not the receiver's fault");
        new WebhookHistory(store).Read(null, null)[0].Attempts.Should().ContainSingle().Which.Outcome.Should().Be("was cut off: the backend was shutting down");
        Sender(store).SendPending();

        (await receiver.NextAsync()).Path.Should().Be("/1");
    }

    [Fact]
    public async Task What_comes_after_disposal_is_kept()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var store = Open();
        var first = Begun(Sender(store));
        await first.DisposeAsync();

        first.Enqueue(receiver.Url("/late"), Event("a1"));
        Log.Rest().Should().Equal("Information: Webhook computer.idled of agent a1 to 127.0.0.1 is kept: it is sent when the backend is started again.");
        Sender(Reopen(store)).SendPending();

        (await receiver.NextAsync()).Path.Should().Be("/late");
    }

    [Fact]
    public async Task What_is_redelivered_after_disposal_is_sent_by_the_next_process()
    {
        await using var receiver = await WebhookReceiver.StartAsync(404);
        var store = Open();
        var first = Begun(Sender(store));
        first.Enqueue(receiver.Url("/1"), Event("a1"));
        var id = (await receiver.NextAsync()).Headers["webhook-id"];
        await first.DisposeAsync();
        Log.Rest();

        first.Redeliver(id);
        Log.Rest().Should().Equal("Information: Webhook computer.idled of agent a1 to 127.0.0.1 is kept: it is sent when the backend is started again.");
        Sender(Reopen(store)).SendPending();

        (await receiver.NextAsync()).Headers["webhook-id"].Should().Be(id);
    }

    [Fact]
    public async Task The_plan_and_the_id_of_a_webhook_outlive_each_process()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500, 500, 500, 500, 500, 500, 500, 500);
        var store = Open();
        Leave(store, receiver.Url("/1"), "a1");
        var ids = new HashSet<string>();
        foreach (var delay in Delays)
        {
            var process = Begun(Sender(store));
            ids.Add((await receiver.NextAsync()).Headers["webhook-id"]);
            await Log.NextAsync();
            await process.DisposeAsync();
            Log.Rest();
            store = Reopen(store);
            await ShouldRestAsync(store, delay - TimeSpan.FromMilliseconds(1));
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Sender(store).SendPending();
        ids.Add((await receiver.NextAsync()).Headers["webhook-id"]);

        (await Log.NextAsync()).Should().Be("Error: Webhook computer.idled of agent a1 to 127.0.0.1 was given up: answered 500.");
        var message = new WebhookHistory(store).Read(null, null).Should().ContainSingle().Which;
        ids.Should().Equal(message.Id);
        message.Attempts.Select(attempt => attempt.Number).Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
        receiver.Received.Should().HaveCount(8);
    }

    [Fact]
    public async Task A_clock_that_was_put_back_delays_a_retry_by_no_more_than_its_delay()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var store = Open();
        Leave(store, receiver.Url("/1"), "a1");
        new WebhookOutbox(store).Record(1, Failed(), new(WebhookState.Pending, 1, Time.GetUtcNow() + TimeSpan.FromDays(30), null));

        Sender(store).SendPending();
        await Time.PassAsync(TimeSpan.FromHours(1));

        (await receiver.NextAsync()).Path.Should().Be("/1");
    }

    [Fact]
    public async Task An_event_belongs_to_the_change_that_caused_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var store = Open();
        var sender = Begun(Sender(store));

        var undone = () => store.Write(db =>
        {
            sender.Enqueue(db, receiver.Url("/undone"), Event("a1"));
            throw new InvalidOperationException("changed my mind");
        });
        undone.Should().Throw<InvalidOperationException>();
        store.Write(db => sender.Enqueue(db, receiver.Url("/done"), Event("a1")));

        (await receiver.NextAsync()).Path.Should().Be("/done");
        await sender.DisposeAsync();
        new WebhookHistory(store).Read(null, null).Should().ContainSingle().Which.Url.AbsolutePath.Should().Be("/done");
    }

    [Fact]
    public void A_url_that_an_earlier_version_accepted_stays_as_it_was_also_one_that_another_spelling_would_break()
    {
        // written out in full, the invisible mark is gone, and what is left is no URL any more
        const string Strange = "https://\u202e__\u00e9\u200b/";
        Uri.TryCreate(new Uri(Strange).AbsoluteUri, UriKind.Absolute, out _).Should().BeFalse("else this tests nothing");
        var store = Open();

        Leave(store, new(Strange), "a1");

        new WebhookOutbox(store).Next("a1", 0)!.Url.IdnHost.Should().Be(new Uri(Strange).IdnHost);
        new WebhookHistory(store).Read(null, null).Should().ContainSingle().Which.Url.OriginalString.Should().Be(Strange);
    }

    private static void Leave(Store store, Uri url, string agentId) => store.Write(db => WebhookOutbox.Add(db, url, Event(agentId), DateTimeOffset.UnixEpoch));

    private static int Pending(Store store) => new WebhookHistory(store).Read(null, WebhookState.Pending).Count;

    private static WebhookTry Failed() => new(DateTimeOffset.UnixEpoch, TimeSpan.Zero, new(WebhookVerdict.Retry, "answered 500", 500));

    /// <summary>A process that lives for a while and has nothing to send in it.</summary>
    private async Task ShouldRestAsync(Store store, TimeSpan life)
    {
        var resting = Begun(Sender(store));
        Time.Advance(life);
        await resting.DisposeAsync();
        Log.Rest().Should().Equal("Information: Webhook computer.idled of agent a1 to 127.0.0.1 is kept: it is sent when the backend is started again.");
    }

    private Store Open() => WithOrg(OpenAgain());

    private Store Reopen(Store store)
    {
        store.Dispose();
        return OpenAgain();
    }

    private Store OpenAgain()
    {
        var store = Store.Open(Path.Combine(_folder.Path, "flapjack.db"), BackendSchema.All);
        _stores.Add(store);
        return store;
    }
}
