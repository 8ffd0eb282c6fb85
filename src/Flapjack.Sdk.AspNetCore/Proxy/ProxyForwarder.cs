using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>Sends a request on to Flapjack with the app's key, and its answer back. The bytes are YARP's to carry, both ways, and so are aborts.</summary>
internal sealed class ProxyForwarder(IServiceProvider services, ProxyLog log)
{
    private readonly IOptionsMonitor<FlapjackClientOptions> _options = services.GetRequiredService<IOptionsMonitor<FlapjackClientOptions>>();
    private readonly IHttpMessageHandlerFactory _handlers = services.GetRequiredService<IHttpMessageHandlerFactory>();
    private readonly IHttpForwarder _forwarder = CreateForwarder(services.GetRequiredService<ILoggerFactory>());

    /// <exception cref="ProxyRefusal">The request can't be sent on, or no answer came.</exception>
    public async Task ForwardAsync(HttpContext context, string path)
    {
        var upstream = new Upstream(_options.CurrentValue);
        var address = upstream.AddressOf(path, context.Request.QueryString);
        ForwardedRequest.Prepare(context);
        using var answer = new CancellationTokenSource(upstream.Options.ResponseTimeout, upstream.Options.TimeProvider);
        using var invoker = new HttpMessageInvoker(_handlers.CreateHandler(FlapjackServiceCollectionExtensions.HttpClientName), disposeHandler: false);
        var passage = new Passage(upstream, address, path, answer, log);
        var config = new ForwarderRequestConfig { ActivityTimeout = upstream.Options.StreamIdleTimeout, Version = HttpVersion.Version11 };

        var error = await _forwarder.SendAsync(context, address.GetLeftPart(UriPartial.Authority), invoker, config, passage, answer.Token).ConfigureAwait(false);
        if (passage.Refusal is { } refusal)
        {
            throw refusal;
        }

        if (passage.ErrorBody is { } body)
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
        else if (error != ForwarderError.None && !passage.IsThrough(context.Response, error))
        {
            Explain(context, path, upstream, error, answer.IsCancellationRequested);
        }
    }

    private void Explain(HttpContext context, string path, Upstream upstream, ForwarderError error, bool answerTimedOut)
    {
        var method = context.Request.Method;
        var cause = upstream.Redact(context.Features.Get<IForwarderErrorFeature>()?.Exception?.ToString() ?? "");
        if (context.Response.HasStarted)
        {
            // The forwarder has aborted the connection: what was cut must not look complete.
            if (error == ForwarderError.ResponseBodyDestination)
            {
                log.BrokeOff(method, path, cause);
            }
            else
            {
                log.EndedEarly(method, path, error.ToString(), upstream.Options.StreamIdleTimeout);
            }

            return;
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            log.CallerLeft(method, path, error.ToString());
            // Nobody hears it, or the app's own time limit has ended the request: then the answer is the app's, and not what the forwarder took it for.
            context.RequestAborted.ThrowIfCancellationRequested();
        }

        log.Failed(method, path, error.ToString(), cause);
        throw error switch
        {
            _ when answerTimedOut => TimedOut(),
            ForwarderError.RequestTimedOut => TimedOut(),
            ForwarderError.RequestBodyClient when context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge =>
                new ProxyRefusal(StatusCodes.Status413PayloadTooLarge, "PAYLOAD_TOO_LARGE", "The body is larger than this app lets in."),
            ForwarderError.RequestBodyClient => new ProxyRefusal(context.Response.StatusCode, "BAD_REQUEST", "The request's body did not arrive."),
            _ => new ProxyRefusal(StatusCodes.Status502BadGateway, "UPSTREAM_UNREACHABLE", "The service could not be reached, or broke off; whether it acted is unknown."),
        };
    }

    private static ProxyRefusal TimedOut() =>
        new(StatusCodes.Status504GatewayTimeout, "UPSTREAM_TIMEOUT", "The service did not answer in time; whether it acted is unknown.");

    /// <summary>YARP makes its forwarder by a container only. It has one of its own, so that the app needs no line for it.</summary>
    private static IHttpForwarder CreateForwarder(ILoggerFactory loggers) =>
        new ServiceCollection().AddSingleton(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).AddHttpForwarder()
            .BuildServiceProvider().GetRequiredService<IHttpForwarder>();
}
