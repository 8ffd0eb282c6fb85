namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>A receiver on the internet must not lead the backend into somebody's own network.</summary>
public class WebhookRedirectTests : WebhookSenderTest
{
    [Theory]
    [InlineData(301, "127.0.0.1")]
    [InlineData(302, "127.0.0.1")]
    [InlineData(303, "127.0.0.1")]
    [InlineData(307, "127.0.0.1")]
    [InlineData(308, "127.0.0.1")]
    [InlineData(302, "localhost")]
    [InlineData(307, "[::ffff:127.0.0.1]")]
    [InlineData(307, "2130706433")]
    [InlineData(307, "0177.0.0.1")]
    [InlineData(307, "0x7f.1")]
    [InlineData(302, "169.254.169.254")]
    [InlineData(302, "10.0.0.1")]
    [InlineData(308, "hooks.internal")]
    public async Task A_redirect_is_never_followed_wherever_it_leads(int status, string host)
    {
        await using var target = await WebhookReceiver.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = $"http://{host}:{target.Port}/inside";
            return Task.CompletedTask;
        });
        var dns = new ScriptedDns("127.0.0.1");
        var sender = Sender(dns);

        sender.Enqueue(new Uri($"http://hooks.example.com:{receiver.Port}/"), Event("a1"));
        await AllEndedAsync();

        target.Received.Should().BeEmpty();
        receiver.Received.Should().ContainSingle();
        dns.LookedUp.Should().Equal(["hooks.example.com"], "where it leads is not even looked up");
        var message = Messages().Should().ContainSingle().Which;
        message.State.Should().Be(WebhookState.Dead);
        message.Attempts.Should().ContainSingle().Which.Outcome.Should().Be($"answered {status}");
    }

    [Fact]
    public async Task A_name_that_turns_private_between_two_attempts_is_refused_at_the_second()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, _) =>
        {
            // the next attempt has to connect anew, and so to look up anew
            context.Response.Headers.Connection = "close";
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        var sender = Sender(new ScriptedDns("127.0.0.1", "192.168.0.1"));
        sender.Enqueue(new Uri($"http://hooks.example.com:{receiver.Port}/"), Event("a1"));

        await Time.PassAsync(FirstDelay);
        await AllEndedAsync();

        receiver.Received.Should().ContainSingle();
        var message = Messages().Should().ContainSingle().Which;
        message.State.Should().Be(WebhookState.Dead);
        message.Attempts[1].Outcome.Should().Be("The webhook host 'hooks.example.com' is at 192.168.0.1, which is not a public address; it was not connected to.");
    }
}
