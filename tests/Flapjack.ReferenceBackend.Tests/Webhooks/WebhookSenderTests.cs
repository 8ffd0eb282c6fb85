using System.Diagnostics;
using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookSenderTests : WebhookSenderTest
{
    [Fact]
    public async Task An_event_is_posted_as_documented()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var sender = Sender();
        var occurredAt = new DateTimeOffset(2026, 4, 13, 18, 55, 3, 456, TimeSpan.Zero);

        sender.Enqueue(receiver.Url("/hooks"), new WebhookEvent("bootstrap.failed", "a1", "o1", "app_abc123", null, "r1", null, occurredAt));

        var webhook = await receiver.NextAsync();
        webhook.Method.Should().Be("POST");
        webhook.Path.Should().Be("/hooks");
        webhook.Text.Should().Be(
            """{"event":"bootstrap.failed","agentId":"a1","orgId":"o1","externalAppId":"app_abc123","sandboxId":null,"bootstrapRunId":"r1","exitCode":null,"occurredAt":"2026-04-13T18:55:03.456Z","computerId":null}""");
        webhook.Headers.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["Host"] = $"127.0.0.1:{receiver.Port}",
            ["User-Agent"] = "Flapjack-ReferenceBackend",
            ["Content-Type"] = "application/json",
            ["Content-Length"] = "198",
            ["X-Flapjack-Event"] = "bootstrap.failed",
            ["X-Flapjack-Signature"] = WebhookSignature.Compute(webhook.Body, Secret),
            ["webhook-id"] = Messages().Should().ContainSingle().Which.Id,
            ["webhook-timestamp"] = "946684800",
            ["webhook-signature"] = WebhookSignature.ComputeStandard(webhook.Body, webhook.Headers["webhook-id"], Time.GetUtcNow(), Secret),
        });
        webhook.Headers["webhook-id"].Should().MatchRegex("^msg_[0-9a-f]{12}7[0-9a-f]{19}$");
        WebhookSignature.Verify(webhook.Body, webhook.Headers["X-Flapjack-Signature"], Secret).Should().BeTrue();
    }

    [Fact]
    public async Task Loopback_is_refused_where_it_is_not_allowed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var sender = Sender(new ScriptedDns("127.0.0.1"), allowLoopback: false);

        sender.Enqueue(receiver.Url("/hooks"), Event("a1"));
        sender.Enqueue(new Uri($"http://hooks.example.com:{receiver.Port}/"), Event("a1"));

        (await Log.NextAsync()).Should().Contain("is not a public address");
        (await Log.NextAsync()).Should().Contain("is not a public address");
        receiver.Received.Should().BeEmpty();
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, _) =>
        {
            context.Response.Cookies.Append("track", "me");
            return Task.CompletedTask;
        });
        var sender = Sender();

        sender.Enqueue(receiver.Url("/1"), Event("a1"));
        sender.Enqueue(receiver.Url("/2"), Event("a1"));

        await receiver.NextAsync();
        (await receiver.NextAsync()).Headers.Should().NotContainKey("Cookie");
    }

    [Fact]
    public async Task Of_the_trace_of_the_request_that_caused_an_event_only_its_place_is_passed_on()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var sender = Sender();
        using var trace = new Activity("request").AddBaggage("user", "ann").Start();

        sender.Enqueue(receiver.Url("/"), Event("a1"));

        var headers = (await receiver.NextAsync()).Headers;
        headers["traceparent"].ToString().Should().StartWith($"00-{trace.TraceId}-");
        headers.Should().NotContainKeys("baggage", "Correlation-Context", "Request-Id");
    }

    [Fact]
    public async Task The_log_shows_neither_the_secret_nor_the_body_nor_the_path()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500, 400);
        var sender = Sender();

        sender.Enqueue(receiver.Url("/token-of-the-path?token-of-the-query"), Event("a1"));
        sender.Enqueue(receiver.Url("/token-of-the-path"), Event("a1"));
        await Time.PassAsync(FirstDelay);
        await receiver.NextAsync();
        await receiver.NextAsync();
        await receiver.NextAsync();
        await sender.DisposeAsync();
        sender.Enqueue(receiver.Url("/token-of-the-path"), Event("a1"));

        var log = string.Join('\n', Log.Rest());
        log.Should().Contain("tried again").And.Contain("given up").And.Contain("delivered").And.Contain("dropped");
        log.Should().NotContain(Secret).And.NotContain("token-of-the").And.NotContain("occurredAt").And.NotContain("app_abc123");
    }

    [Fact]
    public void An_event_of_an_organization_that_has_no_secret_is_refused()
    {
        var sender = Sender();

        var enqueue = () => sender.Enqueue(new("https://hooks.example.com/"), Event("a1") with { OrgId = "o2" });

        enqueue.Should().Throw<ArgumentException>().WithMessage("There is no organization 'o2'*");
        Messages().Should().BeEmpty();
    }
}
