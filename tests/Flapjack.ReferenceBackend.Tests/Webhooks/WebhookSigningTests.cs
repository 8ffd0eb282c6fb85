using System.Globalization;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookSigningTests : WebhookSenderTest
{
    [Fact]
    public async Task Each_attempt_is_signed_afresh_under_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500, 500);
        Sender().Enqueue(receiver.Url("/"), Event("a1"));

        var first = await receiver.NextAsync();
        Check(first).Should().Be(WebhookCheckResult.Valid);
        await Time.PassAsync(FirstDelay);
        await receiver.NextAsync();
        await Time.PassAsync(SecondDelay);
        var third = await receiver.NextAsync();

        Check(third).Should().Be(WebhookCheckResult.Valid);
        third.Headers["webhook-id"].Should().Be(first.Headers["webhook-id"]);
        (Timestamp(third) - Timestamp(first)).Should().Be(31);
        third.Headers["webhook-signature"].Should().NotBe(first.Headers["webhook-signature"]);
        third.Headers["X-Flapjack-Signature"].Should().Be(first.Headers["X-Flapjack-Signature"], "it signs the body alone");
    }

    [Fact]
    public async Task A_day_later_an_attempt_is_as_fresh_as_the_first()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500, 500, 500, 500, 500, 500, 500);
        Sender().Enqueue(receiver.Url("/"), Event("a1"));

        foreach (var delay in Delays)
        {
            Check(await receiver.NextAsync()).Should().Be(WebhookCheckResult.Valid);
            await Time.PassAsync(delay);
        }

        Check(await receiver.NextAsync()).Should().Be(WebhookCheckResult.Valid);
    }

    [Fact]
    public async Task Each_event_has_an_id_of_its_own()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var sender = Sender();

        sender.Enqueue(receiver.Url("/"), Event("a1"));
        sender.Enqueue(receiver.Url("/"), Event("a1"));

        (await receiver.NextAsync()).Headers["webhook-id"].Should().NotBe((await receiver.NextAsync()).Headers["webhook-id"]);
    }

    [Fact]
    public async Task Without_our_additions_there_is_the_documented_signature_alone()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        Sender(new ScriptedDns("127.0.0.1"), signsStandard: false).Enqueue(receiver.Url("/"), Event("a1"));

        var webhook = await receiver.NextAsync();

        webhook.Headers.Keys.Should().NotContain(name => name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase));
        Check(webhook).Should().Be(WebhookCheckResult.Valid);
    }

    [Fact]
    public async Task What_was_written_before_a_rotation_is_signed_with_the_secret_of_then()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/old"), Event("a1"));
        await receiver.NextAsync();
        var next = Memory.Write(db => WebhookSecrets.Add(db, "o1", Time.GetUtcNow()));
        sender.Enqueue(receiver.Url("/new"), Event("a1"));

        await Time.PassAsync(FirstDelay);
        var (old, @new) = (await receiver.NextAsync(), await receiver.NextAsync());

        old.Path.Should().Be("/old");
        Check(old, Secret).Should().Be(WebhookCheckResult.Valid);
        Check(old, next).Should().Be(WebhookCheckResult.Mismatch);
        @new.Path.Should().Be("/new");
        Check(@new, next).Should().Be(WebhookCheckResult.Valid);
        Check(@new, Secret).Should().Be(WebhookCheckResult.Mismatch);
        foreach (var webhook in new[] { old, @new })
        {
            Check(webhook, next, Secret).Should().Be(WebhookCheckResult.Valid, "a receiver that knows both is content");
            WebhookSignature.Verify(webhook.Body, webhook.Headers["X-Flapjack-Signature"], webhook == old ? Secret : next).Should().BeTrue();
        }
    }

    private static long Timestamp(ReceivedWebhook webhook) => long.Parse(webhook.Headers["webhook-timestamp"], CultureInfo.InvariantCulture);
}
