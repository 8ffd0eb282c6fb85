using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>Secrets change while the app runs.</summary>
public class SecretRotationTests
{
    private const string Old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string New = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    [Fact]
    public async Task A_rotation_takes_effect_without_a_restart()
    {
        var settings = new ReloadableSettings(Old);
        await using var app = await StartAsync(settings);
        (await PostAsync(app, Old)).Should().Be(HttpStatusCode.OK);
        (await PostAsync(app, New)).Should().Be(HttpStatusCode.Unauthorized);

        settings.Replace(Old, New);
        (await PostAsync(app, Old)).Should().Be(HttpStatusCode.OK);
        (await PostAsync(app, New)).Should().Be(HttpStatusCode.OK);

        settings.Replace(New);
        (await PostAsync(app, Old)).Should().Be(HttpStatusCode.Unauthorized);
        (await PostAsync(app, New)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Secrets_that_become_invalid_make_no_webhook_valid_until_they_are_corrected()
    {
        var settings = new ReloadableSettings(Old);
        await using var app = await StartAsync(settings);
        (await PostAsync(app, Old)).Should().Be(HttpStatusCode.OK);

        foreach (var invalid in new string[][] { [""], ["  "], [Old, ""] })
        {
            Reload(settings, invalid);

            (await PostAsync(app, Old)).Should().Be(HttpStatusCode.InternalServerError);
            (await app.PostAsync(Signed.Plainly(Events.Deleted, "x") with { Headers = new() })).Should().Be(HttpStatusCode.InternalServerError);
        }

        app.Log.Errors.Should().NotBeEmpty().And.OnlyContain(line => line.Contains("configuration") && line.Contains("is blank"));
        app.Log.All.Should().NotContain(line => line.Contains("MfKQ9r8GKYqr"));
        settings.Replace(New);
        (await PostAsync(app, New)).Should().Be(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> PostAsync(WebhookApp app, string secret)
    {
        var full = await app.PostAsync(Signed.Fully(Events.Deleted, $"msg_{Guid.NewGuid():N}", app.Time.GetUtcNow(), secret));
        var plain = await app.PostAsync(Signed.Plainly(Events.Deleted, secret));
        plain.Should().Be(full);
        return full;
    }

    // The options' own change callback complains as well, to whoever reloads.
    private static void Reload(ReloadableSettings settings, string[] secrets)
    {
        var reload = () => settings.Replace(secrets);
        reload.Should().Throw<Exception>().Which.ToString().Should().Contain("is blank").And.NotContain("MfKQ9r8GKYqr");
    }

    private static Task<WebhookApp> StartAsync(ReloadableSettings settings) => WebhookApp.StartAsync(new(), builder =>
    {
        ((IConfigurationBuilder)builder.Configuration).Add(settings);
        builder.Services.AddFlapjackWebhooks(builder.Configuration.GetSection("Flapjack:Webhooks"));
    });
}
