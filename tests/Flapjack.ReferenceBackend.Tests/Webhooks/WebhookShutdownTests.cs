namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookShutdownTests : WebhookSenderTest
{
    [Fact]
    public async Task Disposing_delivers_what_is_queued()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var sender = Sender();
        for (var number = 0; number < 20; number++)
        {
            sender.Enqueue(receiver.Url($"/{number}"), Event($"a{number % 3}"));
        }

        await sender.DisposeAsync();

        receiver.Received.Select(webhook => webhook.Path).Should().BeEquivalentTo(Enumerable.Range(0, 20).Select(number => $"/{number}"));
    }

    [Fact]
    public async Task Disposing_gives_each_event_that_was_never_tried_one_attempt()
    {
        var release = new TaskCompletionSource();
        await using var receiver = await WebhookReceiver.StartAsync(async (context, webhook) =>
        {
            await release.Task.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = 500;
        });
        var sender = Sender();
        sender.Enqueue(receiver.Url("/first"), Event("a1"));
        sender.Enqueue(receiver.Url("/second"), Event("a1"));
        await receiver.NextAsync();

        var disposal = sender.DisposeAsync().AsTask();
        release.SetResult();
        await disposal.WaitAsync(Patience.Limit);

        receiver.Received.Select(webhook => webhook.Path).Should().Equal("/first", "/second");
        Log.Rest().Where(line => line.Contains("dropped", StringComparison.Ordinal)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_what_is_to_be_tried_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/retried"), Event("a1"));
        (await Log.NextAsync()).Should().Contain("tried again");
        sender.Enqueue(receiver.Url("/never-tried"), Event("a1"));

        await sender.DisposeAsync().AsTask().WaitAsync(Patience.Limit);

        receiver.Received.Select(webhook => webhook.Path).Should().Equal("/retried", "/never-tried");
        Log.Rest().Should().Equal(
            "Warning: Webhook computer.idled of agent a1 to 127.0.0.1 was dropped: the backend is shutting down.",
            "Information: Webhook computer.idled of agent a1 was delivered to 127.0.0.1: answered 200.");
    }

    [Fact]
    public async Task Disposing_waits_for_a_silent_receiver_two_real_seconds_whatever_the_clock_does()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var sender = Sender();
        sender.Enqueue(receiver.Url("/stuck"), Event("a1"));
        sender.Enqueue(receiver.Url("/behind"), Event("a1"));
        await receiver.NextAsync();
        var begin = TimeProvider.System.GetTimestamp();

        // the sender's clock stands still
        await sender.DisposeAsync().AsTask().WaitAsync(Patience.Limit);

        TimeProvider.System.GetElapsedTime(begin).Should().BeGreaterThan(TimeSpan.FromSeconds(1.9));
        receiver.Received.Should().ContainSingle();
        Messages()[0].Attempts.Should().ContainSingle().Which.Outcome.Should().Be("was cut off: the backend was shutting down");
        Messages()[1].Attempts.Should().BeEmpty();
        Log.Rest().Should().Equal(
            "Warning: Webhook computer.idled of agent a1 to 127.0.0.1 was dropped: the backend is shutting down.",
            "Warning: Webhook computer.idled of agent a1 to 127.0.0.1 was dropped: the backend is shutting down.");
    }

    [Fact]
    public async Task What_comes_after_disposal_is_dropped_and_logged()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var sender = Sender();
        await sender.DisposeAsync();
        await sender.DisposeAsync();

        sender.Enqueue(receiver.Url("/late"), Event("a1"));

        Log.Rest().Should().Equal("Warning: Webhook computer.idled of agent a1 to 127.0.0.1 was dropped: the backend is shutting down.");
        receiver.Received.Should().BeEmpty();
    }
}
