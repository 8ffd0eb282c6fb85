using System.Diagnostics.CodeAnalysis;
using Flapjack.Sdk;
using Flapjack.Sdk.AspNetCore;
using Flapjack.Sdk.AspNetCore.Webhooks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoint that receives webhooks.</summary>
public static class FlapjackWebhookEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the address to give as <see cref="CreateAgentFromTemplateRequest.WebhookUrl"/>. The signature authenticates a webhook, so the app's
    /// authorization and antiforgery do not apply.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The route, for example <c>/api/flapjack/webhook</c>.</param>
    /// <param name="handlers">What to do about which webhook. They are copied: handlers that are added later are not called.</param>
    /// <returns>A builder for further conventions of the endpoint.</returns>
    /// <exception cref="InvalidOperationException"><c>AddFlapjackWebhooks</c> was not called.</exception>
    /// <remarks>
    /// It answers 200 when every handler succeeded, now or when the same webhook came before; 400 when the body is not the JSON of an event; 401 when
    /// the signature is missing, wrong or too old; 408 when the body did not come in time; 413 when it is too large; 500 when a handler threw, or
    /// when the options have become invalid; 503 while the same webhook is being handled. Only POST is mapped.
    /// </remarks>
    public static IEndpointConventionBuilder MapFlapjackWebhooks(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, FlapjackWebhookHandlers handlers)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(handlers);
        var endpoint = endpoints.ServiceProvider.GetService<WebhookEndpoint>()
            ?? throw new InvalidOperationException("MapFlapjackWebhooks needs services that are not there: call builder.Services.AddFlapjackWebhooks() before the app is built.");

        return endpoints.MapPost(pattern, endpoint.With(handlers.Copy()))
            .WithDisplayName("Flapjack webhooks")
            .AllowAnonymous()
            .DisableAntiforgery()
            .WithMetadata(BareStatusCode.Metadata);
    }
}
