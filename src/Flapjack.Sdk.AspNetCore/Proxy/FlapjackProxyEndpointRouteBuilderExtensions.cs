using Flapjack.Sdk;
using Flapjack.Sdk.AspNetCore;
using Flapjack.Sdk.AspNetCore.Proxy;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the server-side proxy of the Flapjack API, which keeps the API key on the server.</summary>
public static class FlapjackProxyEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves the API's own paths from this app, so that a browser's SDK with <c>baseUrl: ''</c> talks to the app, which adds its key: the
    /// computer API, and <c>GET /api/agents</c>, <c>POST /api/threads</c>, <c>…/messages</c> with what is below it, <c>…/stop</c> and
    /// <c>GET …/participants</c>. Any other path stays unmapped.
    /// </summary>
    /// <param name="endpoints">The app, or a group with a prefix. The prefix is not sent to the service.</param>
    /// <param name="authorize">
    /// Decides for each request whether the caller may make it; without the hook every visitor would have the rights of the key. False is answered
    /// with 403. An exception goes to the app. The hook is asked after the request was checked, and before anything is sent.
    /// </param>
    /// <param name="configure">Changes the defaults; null for none.</param>
    /// <returns>For conventions such as <c>RequireAuthorization()</c>, which hold for all of the proxy's routes.</returns>
    /// <remarks>
    /// The key, the address and the timeouts are <see cref="FlapjackClientOptions"/> as they are at each request; connections are those of
    /// <c>AddFlapjack()</c>. A stream that carries nothing for <see cref="FlapjackClientOptions.StreamIdleTimeout"/> is ended, but the stream of a
    /// command never before the command's own <c>timeoutSec</c>. A body must be JSON by its content type. A
    /// <see cref="FlapjackClientOptions.TokenProvider"/> is asked for each request; if it fails, its exception goes to the app, and nothing is sent. The
    /// proxy sends each request once, also after a 401.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="authorize"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><c>services.AddFlapjack()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapFlapjackProxy(
        this IEndpointRouteBuilder endpoints, Func<FlapjackProxyRequest, ValueTask<bool>> authorize, Action<FlapjackProxyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(authorize);
        var services = endpoints.ServiceProvider;
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(FlapjackClient)) == false)
        {
            throw new InvalidOperationException("MapFlapjackProxy() needs services.AddFlapjack(), which was not called.");
        }

        var options = new FlapjackProxyOptions();
        configure?.Invoke(options);
        var log = new ProxyLog(services.GetRequiredService<ILoggerFactory>());
        var forwarder = new ProxyForwarder(services, log);
        var group = endpoints.MapGroup("");
        foreach (var route in ProxyRoute.All)
        {
            var mapped = group.MapMethods(route.Pattern, [route.Method], new ProxyEndpoint(route, authorize, options, forwarder, log).InvokeAsync)
                .WithDisplayName($"Flapjack proxy: {route.Operation}");
            if (route.Streams)
            {
                mapped.WithMetadata(new DisableRequestTimeoutAttribute());
            }
        }

        return group;
    }
}
