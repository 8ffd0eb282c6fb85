namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookRetryTests : WebhookSenderTest
{
    [Fact]
    public async Task A_redirect_is_neither_followed_nor_retried()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, webhook) =>
        {
            if (webhook.Path == "/old")
            {
                context.Response.StatusCode = 307;
                context.Response.Headers.Location = "/new";
            }

            return Task.CompletedTask;
        });
        var sender = Sender();

        sender.Enqueue(receiver.Url("/old"), Event("a1"));
        sender.Enqueue(receiver.Url("/next"), Event("a1"));

        (await receiver.NextAsync()).Path.Should().Be("/old");
        (await receiver.NextAsync()).Path.Should().Be("/next");
        (await Log.NextAsync()).Should().Be("Error: Webhook computer.idled of agent a1 to 127.0.0.1 was given up: answered 307.");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task A_failure_that_may_pass_is_retried_with_the_same_bytes(int status)
    {
        await using var receiver = await WebhookReceiver.StartAsync(status);
        var sender = Sender();

        sender.Enqueue(receiver.Url("/hooks"), Event("a1"));
        var first = await receiver.NextAsync();
        await Time.PassAsync(FirstDelay);
        var second = await receiver.NextAsync();

        second.Text.Should().Be(first.Text);
        second.Headers["X-Flapjack-Signature"].Should().Be(first.Headers["X-Flapjack-Signature"]);
        (await Log.NextAsync()).Should().Be($"Warning: Webhook computer.idled of agent a1 to 127.0.0.1 answered {status}; it is tried again in 00:00:01.");
        (await Log.NextAsync()).Should().Be("Information: Webhook computer.idled of agent a1 was delivered to 127.0.0.1: answered 200.");
    }

    [Fact]
    public async Task An_event_is_given_up_after_eight_attempts_and_the_next_one_follows()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500, 502, 503, 504, 408, 429, 599, 503);
        var sender = Sender();

        sender.Enqueue(receiver.Url("/first"), Event("a1"));
        sender.Enqueue(receiver.Url("/second"), Event("a1"));
        foreach (var delay in Delays)
        {
            (await receiver.NextAsync()).Path.Should().Be("/first");
            await Time.PassAsync(delay);
        }

        (await receiver.NextAsync()).Path.Should().Be("/first");
        (await receiver.NextAsync()).Path.Should().Be("/second");
        await AllEndedAsync();
        Messages().Select(message => message.State).Should().Equal(WebhookState.Dead, WebhookState.Delivered);
        await sender.DisposeAsync();
        receiver.Received.Should().HaveCount(9);
        Log.Rest().Skip(7).Should().Equal(
            "Error: Webhook computer.idled of agent a1 to 127.0.0.1 was given up: answered 503.",
            "Information: Webhook computer.idled of agent a1 was delivered to 127.0.0.1: answered 200.");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(304)]
    [InlineData(308)]
    public async Task A_refusal_by_the_receiver_is_not_retried(int status)
    {
        await using var receiver = await WebhookReceiver.StartAsync(status);
        var sender = Sender();

        sender.Enqueue(receiver.Url("/refused"), Event("a1"));
        sender.Enqueue(receiver.Url("/next"), Event("a1"));

        // no time passes: were the first one to be retried, the second would have to wait
        (await receiver.NextAsync()).Path.Should().Be("/refused");
        (await receiver.NextAsync()).Path.Should().Be("/next");
        (await Log.NextAsync()).Should().Be($"Error: Webhook computer.idled of agent a1 to 127.0.0.1 was given up: answered {status}.");
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_ten_seconds_is_tried_again()
    {
        var requests = 0;
        await using var receiver = await WebhookReceiver.StartAsync((context, _) =>
            Interlocked.Increment(ref requests) == 1 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
        var sender = Sender();

        sender.Enqueue(receiver.Url("/hooks"), Event("a1"));
        await receiver.NextAsync();
        await Time.PassAsync(AttemptLimit);
        await Time.PassAsync(FirstDelay);
        await receiver.NextAsync();

        (await Log.NextAsync()).Should().Contain("did not answer within 10 s; it is tried again");
    }

    [Fact]
    public async Task A_clock_that_passes_the_moment_of_a_retry_just_before_the_pause_begins_is_not_waited_for_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, webhook) =>
        {
            // the next timer is that of the pause: the attempt's own runs by now
            context.Response.StatusCode = 500;
            Time.BeforeNextTimer = () => Time.Advance(FirstDelay);
            return Task.CompletedTask;
        });

        Sender().Enqueue(receiver.Url("/"), Event("a1"));

        await receiver.NextAsync();
        await receiver.NextAsync();
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_tried_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var dns = new ScriptedDns("", "127.0.0.1");
        var sender = Sender(dns);

        sender.Enqueue(new Uri($"http://hooks.example.com:{receiver.Port}/"), Event("a1"));
        await Time.PassAsync(FirstDelay);

        (await receiver.NextAsync()).Headers["Host"].Should().Be($"hooks.example.com:{receiver.Port}");
        dns.LookedUp.Should().Equal("hooks.example.com", "hooks.example.com");
        (await Log.NextAsync()).Should().Contain("could not be looked up; it is tried again");
    }

    [Fact]
    public async Task A_refused_address_is_not_tried_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var dns = new ScriptedDns("10.0.0.1", "127.0.0.1");
        var sender = Sender(dns);

        sender.Enqueue(new Uri("https://private.example.com/"), Event("a1"));
        sender.Enqueue(receiver.Url("/next"), Event("a1"));

        (await receiver.NextAsync()).Path.Should().Be("/next");
        dns.LookedUp.Should().Equal("private.example.com");
        (await Log.NextAsync()).Should().Contain("'private.example.com' is at 10.0.0.1, which is not a public address");
    }
}
