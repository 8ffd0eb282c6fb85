using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

internal static class WebhookAppBuilding
{
    /// <summary>Adds the webhooks' services with the secret that the tests sign with.</summary>
    public static WebApplicationBuilder WithWebhooks(this WebApplicationBuilder builder)
    {
        builder.Services.AddFlapjackWebhooks(options => options.Secrets.Add(WebhookApp.Secret));
        return builder;
    }
}
