using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookOrderTests : WebhookSenderTest
{
    [Fact]
    public async Task The_events_of_one_agent_arrive_in_order_and_one_at_aTime()
    {
        var atOnce = 0;
        await using var receiver = await WebhookReceiver.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref atOnce) == 1 ? 200 : 400;
            await Task.Yield();
            Interlocked.Decrement(ref atOnce);
        });
        var sender = Sender();

        for (var number = 0; number < 50; number++)
        {
            sender.Enqueue(receiver.Url($"/{number}"), Event("a1"));
        }

        for (var number = 0; number < 50; number++)
        {
            (await receiver.NextAsync()).Path.Should().Be($"/{number}");
            (await Log.NextAsync()).Should().StartWith("Information: ");
        }
    }

    [Fact]
    public async Task A_slow_receiver_of_one_agent_does_not_delay_another()
    {
        var release = new TaskCompletionSource();
        await using var receiver = await WebhookReceiver.StartAsync((context, webhook) =>
            webhook.Path == "/slow" ? release.Task.WaitAsync(context.RequestAborted) : Task.CompletedTask);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/slow"), Event("a1"));
        (await receiver.NextAsync()).Path.Should().Be("/slow");

        sender.Enqueue(receiver.Url("/behind"), Event("a1"));
        sender.Enqueue(receiver.Url("/other"), Event("a2"));

        (await receiver.NextAsync()).Path.Should().Be("/other");
        release.SetResult();
        (await receiver.NextAsync()).Path.Should().Be("/behind");
    }

    [Fact]
    public async Task Agents_that_wait_for_a_retry_hold_up_nobody()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, webhook) =>
        {
            context.Response.StatusCode = webhook.Path == "/down" ? 503 : 200;
            return Task.CompletedTask;
        });
        var sender = Sender();
        for (var agent = 0; agent < 20; agent++)
        {
            sender.Enqueue(receiver.Url("/down"), Event($"down{agent}"));
            (await receiver.NextAsync()).Path.Should().Be("/down");
        }

        sender.Enqueue(receiver.Url("/up"), Event("up"));

        (await receiver.NextAsync()).Path.Should().Be("/up");
    }

    [Fact]
    public async Task A_body_that_never_ends_keeps_nobody_waiting()
    {
        await using var receiver = await WebhookReceiver.StartAsync(async (context, webhook) =>
        {
            if (webhook.Path == "/endless")
            {
                await context.Response.WriteAsync("o", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
        });
        var sender = Sender();

        sender.Enqueue(receiver.Url("/endless"), Event("a1"));
        sender.Enqueue(receiver.Url("/next"), Event("a1"));

        (await receiver.NextAsync()).Path.Should().Be("/endless");
        (await receiver.NextAsync()).Path.Should().Be("/next");
    }

    [Fact]
    public async Task An_event_that_cannot_be_sent_does_not_hold_up_the_next()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var sender = Sender();

        sender.Enqueue(receiver.Url("/"), Event("a1") with { Event = "not a\nheader" });
        sender.Enqueue(receiver.Url("/next"), Event("a1"));

        (await receiver.NextAsync()).Path.Should().Be("/next");
        (await Log.NextAsync()).Should().Contain("could not be sent");
    }
}
