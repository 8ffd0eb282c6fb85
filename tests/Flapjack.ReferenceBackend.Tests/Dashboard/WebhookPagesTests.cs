using Flapjack.ReferenceBackend.Tests.Webhooks;

namespace Flapjack.ReferenceBackend.Tests.Dashboard;

/// <summary>The webhooks, as the pages show them, and the button that sends one again.</summary>
public sealed class WebhookPagesTests
{
    [Fact]
    public async Task A_webhook_is_shown_with_its_attempts_and_sent_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync(400);
        await using var browser = await DashboardBrowser.StartAsync(options => options.AllowLoopbackWebhooks = true);
        var agent = await browser.Server.CreateReadyAgentAsync($$"""{"template":"blank","webhookUrl":"{{receiver.Url("/hook/abcdefgh12345678?token=hush-hush")}}"}""");
        var id = await WhenAsync(browser, WebhookState.Dead);

        var list = await browser.PageAsync("/dashboard/webhooks");
        var page = await browser.PageAsync($"/dashboard/webhooks/{id}");
        list.Should().Contain("bootstrap.succeeded").And.Contain(">given up</span>").And.Contain("answered 400").And.Contain($"/dashboard/webhooks/{id}");
        page.Should().Contain(">400</span>").And.Contain(agent).And.Contain("&quot;event&quot;: &quot;bootstrap.succeeded&quot;").And.Contain("?token=[hidden]").And.Contain("/hook/[hidden]");
        (list + page).Should().NotContainAny("hush-hush", "abcdefgh12345678", browser.Backend.WebhookSecret);
        (await browser.PageAsync($"/dashboard/webhooks?agent={agent}")).Should().Contain($"/dashboard/webhooks/{id}");
        (await browser.PageAsync("/dashboard/webhooks?agent=nobody")).Should().NotContain($"/dashboard/webhooks/{id}").And.Contain("No webhooks yet");

        var pressed = await browser.PressAsync($"/dashboard/webhooks/{id}/send");

        pressed.Status.Should().Be(303);
        pressed.Headers.Location!.OriginalString.Should().Be($"/dashboard/webhooks/{id}");
        await WhenAsync(browser, WebhookState.Delivered);
        (await browser.PageAsync($"/dashboard/webhooks/{id}")).Should().Contain(">200</span>").And.Contain(">400</span>").And.Contain(">delivered</span>");
        receiver.Received.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_webhook_that_is_on_its_way_is_not_sent_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync(503);
        await using var browser = await DashboardBrowser.StartAsync(options =>
        {
            options.AllowLoopbackWebhooks = true;
            // It stands still, so the next attempt never comes.
            options.TimeProvider = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch);
        });
        await browser.Server.CreateReadyAgentAsync($$"""{"template":"blank","webhookUrl":"{{receiver.Url("/hook")}}"}""");
        await Eventually.HoldsAsync(async () => (await browser.Backend.Webhooks.ReadAsync()) is [{ Attempts.Count: 1 }], "the first attempt has failed");
        var id = (await browser.Backend.Webhooks.ReadAsync())[0].Id;

        (await browser.PageAsync($"/dashboard/webhooks/{id}")).Should().Contain(">pending</span>").And.Contain("disabled").And.Contain("data-refresh=\"2\"");
        var pressed = await browser.PressAsync($"/dashboard/webhooks/{id}/send");

        pressed.Status.Should().Be(409);
        pressed.Body.Should().Contain("It was not sent again, because it is on its way already.");
        receiver.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task An_unknown_webhook_is_not_sent_again()
    {
        await using var browser = await DashboardBrowser.StartAsync();

        (await browser.PressAsync("/dashboard/webhooks/msg_nothing/send")).Status.Should().Be(404);
    }

    private static async Task<string> WhenAsync(DashboardBrowser browser, WebhookState state)
    {
        await Eventually.HoldsAsync(async () => (await browser.Backend.Webhooks.ReadAsync()) is [var webhook] && webhook.State == state, $"the webhook is {state}");
        return (await browser.Backend.Webhooks.ReadAsync())[0].Id;
    }
}
