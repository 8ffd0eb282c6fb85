using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>Sends a request on to Flapjack with the app's key, and sends the answer back. YARP copies the bytes both ways, and passes on aborts.</summary>
internal sealed class ProxyForwarder(IServiceProvider services, ProxyLog log)
{
    private readonly IOptionsMonitor<FlapjackClientOptions> _options = services.GetRequiredService<IOptionsMonitor<FlapjackClientOptions>>();
    private readonly IHttpMessageHandlerFactory _handlers = services.GetRequiredService<IHttpMessageHandlerFactory>();
    private readonly IHttpForwarder _forwarder = CreateForwarder(services.GetRequiredService<ILoggerFactory>());

    // The time that a command needs to start and to be ended, beyond the time that it may run.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly KeyRedaction _redaction = new("");

    /// <param name="context">The request.</param>
    /// <param name="path">The path at the service.</param>
    /// <param name="commandTimeout">How long the requested command may run; null if the request is about no command.</param>
    /// <exception cref="ProxyRefusal">No answer came.</exception>
    /// <exception cref="BodyConsumedException">The app itself has read the body.</exception>
    public async Task ForwardAsync(HttpContext context, string path, TimeSpan? commandTimeout)
    {
        var options = _options.CurrentValue;
        var key = await AppKey.OfAsync(options, context.RequestAborted).ConfigureAwait(false);
        _redaction.Learn(key);
        var upstream = new Upstream(options, key, _redaction);
        var address = upstream.AddressOf(path, context.Request.QueryString);
        ForwardedRequest.Prepare(context);
        var body = new WatchedBody(context.Request.Body, context.Request.ContentLength);
        context.Request.Body = body;
        // A command may be silent for as long as it may run, and a proxy on the way may hold back the headers until the first output.
        var idleTimeout = Longer(upstream.Options.StreamIdleTimeout, commandTimeout + Margin);
        using var answer = new CancellationTokenSource(Longer(upstream.Options.ResponseTimeout, commandTimeout + Margin), upstream.Options.TimeProvider);
        using var invoker = new HttpMessageInvoker(_handlers.CreateHandler(FlapjackServiceCollectionExtensions.HttpClientName), disposeHandler: false);
        var passage = new Passage(upstream, address, path, answer, log);
        var config = new ForwarderRequestConfig { ActivityTimeout = idleTimeout, Version = HttpVersion.Version11 };

        var error = await _forwarder.SendAsync(context, address.GetLeftPart(UriPartial.Authority), invoker, config, passage, answer.Token).ConfigureAwait(false);
        if (passage.Refusal is { } refusal)
        {
            throw refusal;
        }

        if (passage.ErrorBody is { } errorBody)
        {
            await context.Response.Body.WriteAsync(errorBody, context.RequestAborted).ConfigureAwait(false);
        }
        else if (error != ForwarderError.None && !passage.IsThrough(context.Response, error))
        {
            if (body.WasConsumed && !context.Response.HasStarted)
            {
                throw new BodyConsumedException();
            }

            Explain(context, path, upstream, error, answer.IsCancellationRequested, idleTimeout);
        }
    }

    private static TimeSpan Longer(TimeSpan timeout, TimeSpan? other) =>
        timeout != Timeout.InfiniteTimeSpan && other > timeout ? other.Value : timeout;

    private void Explain(HttpContext context, string path, Upstream upstream, ForwarderError error, bool answerTimedOut, TimeSpan idleTimeout)
    {
        var method = context.Request.Method;
        var cause = upstream.Redaction.Redact(context.Features.Get<IForwarderErrorFeature>()?.Exception?.ToString() ?? "");
        if (context.Response.HasStarted)
        {
            // The forwarder has aborted the connection, because a cut answer must not look complete.
            if (error == ForwarderError.ResponseBodyDestination)
            {
                log.BrokeOff(method, path, cause);
            }
            else
            {
                log.EndedEarly(method, path, error.ToString(), idleTimeout);
            }

            return;
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            log.CallerLeft(method, path, error.ToString());
            // The caller is gone, or the app's own time limit has ended the request. In the latter case the app answers, and the forwarder's error does not count.
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

    /// <summary>YARP makes its forwarder only from a container. It gets a container of its own, so that the app need not register it.</summary>
    private static IHttpForwarder CreateForwarder(ILoggerFactory loggers) =>
        new ServiceCollection().AddSingleton(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).AddHttpForwarder()
            .BuildServiceProvider().GetRequiredService<IHttpForwarder>();
}
