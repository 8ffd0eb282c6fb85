using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookOutageTests : WebhookSenderTest
{
    [Fact]
    public async Task A_receiver_that_was_down_for_hours_gets_each_event_once_and_in_order()
    {
        var isUp = false;
        var taken = new List<string>();
        await using var receiver = await WebhookReceiver.StartAsync((context, webhook) =>
        {
            if (!Volatile.Read(ref isUp))
            {
                // what a caller sees of a server that is gone: no answer, and no connection
                context.Abort();
            }
            else
            {
                taken.Add(webhook.Path);
            }

            return Task.CompletedTask;
        });
        await using var neighbour = await WebhookReceiver.StartAsync();
        var sender = Sender();
        string[] paths = ["/1", "/2", "/3", "/4", "/5"];
        foreach (var path in paths)
        {
            sender.Enqueue(receiver.Url(path), Event("a1"));
        }

        foreach (var delay in Delays.Take(5))
        {
            await Time.PassAsync(delay);
        }

        sender.Enqueue(neighbour.Url("/other"), Event("a2"));
        (await neighbour.NextAsync()).Path.Should().Be("/other", "another agent's receiver is not concerned");
        await Eventually.HoldsAsync(() => Messages()[^1].State == WebhookState.Delivered, "it answers at once");
        // Not before the sixth attempt has failed: it could meet the receiver that is up again.
        await Time.IsWaitedForAsync(Delays[5]);
        Volatile.Write(ref isUp, true);
        Time.Advance(Delays[5]);
        await AllEndedAsync();

        taken.Should().Equal(paths);
        receiver.Received.Take(6).Select(webhook => webhook.Path).Should().OnlyContain(path => path == "/1", "the others wait for the first");
        Messages().Should().HaveCount(6).And.OnlyContain(message => message.State == WebhookState.Delivered);
        Messages()[0].Attempts.Select(attempt => attempt.Outcome).Should().Equal(
            [.. Enumerable.Repeat("broke the connection before it had answered", 6), "answered 200"]);
        (Messages()[0].Attempts[6].At - Messages()[0].Attempts[0].At).Should().BeGreaterThan(TimeSpan.FromHours(8));
    }

    [Fact]
    public async Task A_receiver_that_refuses_connections_is_tried_again()
    {
        // bound and not listening: nobody else gets the port, and nobody answers on it
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)bound.LocalEndPoint!).Port;
        Sender().Enqueue(new Uri($"http://hooks.example.com:{port}/"), Event("a1"));

        (await Log.NextAsync()).Should().Be(
            "Warning: Webhook computer.idled of agent a1 to hooks.example.com could not be connected to; it is tried again in 00:00:01.");
    }

    [Fact]
    public async Task A_receiver_that_asks_for_a_pause_in_seconds_gets_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Busy(429, "120"));
        Sender().Enqueue(receiver.Url("/"), Event("a1"));

        await receiver.NextAsync();
        await Time.PassAsync(TimeSpan.FromSeconds(120));

        await receiver.NextAsync();
        (await Log.NextAsync()).Should().EndWith("answered 429; it is tried again in 00:02:00.");
    }

    [Fact]
    public async Task A_receiver_that_names_a_date_is_left_alone_until_then()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Busy(503, "Sat, 01 Jan 2000 00:10:00 GMT"));
        Sender().Enqueue(receiver.Url("/"), Event("a1"));

        await receiver.NextAsync();
        await Time.PassAsync(TimeSpan.FromMinutes(10));

        await receiver.NextAsync();
        (await Log.NextAsync()).Should().EndWith("answered 503; it is tried again in 00:10:00.");
    }

    [Theory]
    [InlineData(503, "86400", "01:00:00")]
    [InlineData(429, "Mon, 03 Jan 2000 00:00:00 GMT", "01:00:00")]
    [InlineData(503, "0", "00:00:01")]
    [InlineData(503, "Fri, 31 Dec 1999 00:00:00 GMT", "00:00:01")]
    [InlineData(429, "soon", "00:00:01")]
    [InlineData(429, "-5", "00:00:01")]
    [InlineData(500, "120", "00:00:01")]
    public async Task Another_wish_is_bounded_or_passed_over(int status, string retryAfter, string pause)
    {
        await using var receiver = await WebhookReceiver.StartAsync(Busy(status, retryAfter));

        Sender().Enqueue(receiver.Url("/"), Event("a1"));

        (await Log.NextAsync()).Should().EndWith($"answered {status}; it is tried again in {pause}.");
    }

    private static Func<HttpContext, ReceivedWebhook, Task> Busy(int status, string retryAfter)
    {
        var requests = 0;
        return (context, _) =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                context.Response.StatusCode = status;
                context.Response.Headers.RetryAfter = retryAfter;
            }

            return Task.CompletedTask;
        };
    }
}
