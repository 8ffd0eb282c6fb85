using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>What stands in the log, at its most talkative, whatever came.</summary>
public class WebhookLogTests
{
    private const string OtherSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    // Marks every piece of a body that is its sender's business.
    private const string Body =
        """{"event":"agent.deleted","agentId":"a1","orgId":"org-confidential","externalAppId":"app-confidential","computerId":"c-confidential","note":"note-confidential"}""";

    [Fact]
    public async Task No_secret_and_nothing_of_a_body_is_logged_whatever_the_answer()
    {
        var throws = false;
        var deduplicator = new WatchedDeduplicator();
        await using var app = await WebhookApp.StartAsync(
            new FlapjackWebhookHandlers().On<ComputerWebhookPayload>((_, _) => throws ? throw new InvalidOperationException("As it happens.") : Task.CompletedTask),
            builder => builder.Services.AddSingleton<IWebhookDeduplicator>(deduplicator).AddFlapjackWebhooks(options =>
            {
                options.Secrets.Add(WebhookApp.Secret);
                options.Secrets.Add(OtherSecret);
            }));
        var plain = WebhookApp.SignPlainly(Body);
        var full = app.SignFully(Body);

        await Expect(200, plain);
        await Expect(200, full);
        await Expect(200, full);
        await Expect(400, app.SignFully(Body[..^1], "msg_2"));
        await Expect(400, WebhookApp.SignPlainly("\"note-confidential\""));
        await Expect(401, plain with { Headers = new() });
        await Expect(401, Signed.Plainly(Body, "whsec_somebody else's"));
        await Expect(401, full with { Headers = full.Headers with { Id = "id-confidential" } });
        await Expect(401, full with { Headers = full.Headers with { Timestamp = "timestamp-confidential" } });
        await Expect(413, WebhookApp.SignPlainly(Body + new string(' ', 65_536)));
        throws = true;
        await Expect(500, plain);
        throws = false;
        deduplicator.Failure = _ => new TimeoutException("The store is down.");
        await Expect(500, app.SignFully(Body, "msg_3"));

        var log = app.Log.All.ToList();
        log.Should().Contain(line => line.Contains("agent.deleted") && line.Contains("a1") && line.Contains("msg_1"));
        log.Should().Contain(line => line.Contains("As it happens."));
        string[] hidden = ["confidential", "MfKQ9r8GKYqr", "AAECAwQFBgcICQ", "somebody else's", plain.Headers.Signature!, full.Headers.StandardSignature!];
        foreach (var text in hidden)
        {
            log.Should().NotContain(line => line.Contains(text, StringComparison.OrdinalIgnoreCase));
        }

        async Task Expect(int status, Signed webhook) => (await app.PostAsync(webhook)).Should().Be((HttpStatusCode)status);
    }

    [Fact]
    public async Task The_webhooks_id_of_a_stranger_is_not_logged_so_nobody_writes_into_the_log()
    {
        await using var app = await WebhookApp.StartAsync(new());

        await app.PostAsync(new([], new() { Id = "look-here", Timestamp = "look-there", StandardSignature = "v1,look-everywhere" }));

        app.Log.All.Should().Contain(line => line.Contains("Malformed"));
        app.Log.All.Should().NotContain(line => line.Contains("look-"));
    }
}
