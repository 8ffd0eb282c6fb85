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
    public async Task Disposing_gives_each_event_one_attempt_and_no_retry()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500, 500);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/first"), Event("a1"));
        sender.Enqueue(receiver.Url("/second"), Event("a1"));

        await sender.DisposeAsync();

        receiver.Received.Select(webhook => webhook.Path).Should().Equal("/first", "/second");
    }

    [Fact]
    public async Task Disposing_waits_two_seconds_and_no_longer()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var sender = Sender();
        sender.Enqueue(receiver.Url("/stuck"), Event("a1"));
        sender.Enqueue(receiver.Url("/behind"), Event("a1"));
        await receiver.NextAsync();

        var disposal = sender.DisposeAsync().AsTask();
        disposal.IsCompleted.Should().BeFalse();
        await Time.PassAsync(DrainLimit);
        await disposal.WaitAsync(Patience.Limit);

        receiver.Received.Should().ContainSingle();
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
