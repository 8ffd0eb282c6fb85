using System.Diagnostics.CodeAnalysis;
using Flapjack.Sdk;
using Flapjack.Sdk.AspNetCore;
using Flapjack.Sdk.AspNetCore.Credentials;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoint that answers Flapjack's questions for keys of models.</summary>
public static class FlapjackCredentialResolverEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the address to give as <see cref="UpdateCredentialConfigRequest.ResolverUrl"/>. The signature authenticates a question, so the app's
    /// authorization and antiforgery do not apply.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The route, for example <c>/api/resolve-credentials</c>.</param>
    /// <param name="resolve">
    /// Finds the user's key; null, or a blank text, if the user has none and the platform's key is to be used. The token is cancelled when Flapjack waits no
    /// longer for the answer. If it throws, the answer is 500 without details, and Flapjack uses the platform's key; the log gets the type of the exception
    /// and where it was thrown, but not its message, because the message may hold a key.
    /// </param>
    /// <returns>A builder for further conventions of the endpoint.</returns>
    /// <exception cref="InvalidOperationException"><c>AddFlapjackCredentialResolver</c> was not called.</exception>
    /// <remarks>
    /// It answers 200 with <c>{"apiKey":"…","source":"byok"}</c> or <c>{"apiKey":null,"source":"platform"}</c>; 400 when the body is not such a question;
    /// 401 when the signature is missing, wrong, older than five minutes, or was here before; 408 when the body did not come in time; 413 when it is larger
    /// than 16 KiB; 500 when <paramref name="resolve"/> threw, or when the options have become invalid. Only POST is mapped, and no answer may be cached.
    /// Each process remembers the last 100,000 questions by their nonce, for ten minutes: several processes behind one address each answer a recorded
    /// question once.
    /// </remarks>
    public static IEndpointConventionBuilder MapFlapjackCredentialResolver(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Func<CredentialQuestion, CancellationToken, Task<string?>> resolve)
    {
        ArgumentNullException.ThrowIfNull(resolve);
        return endpoints.MapFlapjackCredentialResolver(pattern, (question, _, cancellationToken) => resolve(question, cancellationToken));
    }

    /// <summary>The same, for a function that needs services of the request, such as a database.</summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The route, for example <c>/api/resolve-credentials</c>.</param>
    /// <param name="resolve">Finds the user's key; it also gets the services of the request.</param>
    /// <returns>A builder for further conventions of the endpoint.</returns>
    /// <exception cref="InvalidOperationException"><c>AddFlapjackCredentialResolver</c> was not called.</exception>
    public static IEndpointConventionBuilder MapFlapjackCredentialResolver(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<CredentialQuestion, IServiceProvider, CancellationToken, Task<string?>> resolve)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(resolve);
        var endpoint = endpoints.ServiceProvider.GetService<CredentialEndpoint>()
            ?? throw new InvalidOperationException(
                "MapFlapjackCredentialResolver needs services that are not there: call builder.Services.AddFlapjackCredentialResolver() before the app is built.");

        return endpoints.MapPost(pattern, endpoint.With(resolve))
            .WithDisplayName("Flapjack credential resolver")
            .AllowAnonymous()
            .DisableAntiforgery()
            .WithMetadata(BareStatusCode.Metadata);
    }
}
