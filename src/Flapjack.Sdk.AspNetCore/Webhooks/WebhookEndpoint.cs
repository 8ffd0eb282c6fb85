using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Flapjack.Sdk.AspNetCore.Webhooks;

/// <summary>Receives a webhook: reads, verifies and parses it, calls the handlers, and answers with their result.</summary>
internal sealed class WebhookEndpoint(IOptionsMonitor<FlapjackWebhookOptions> options, IServiceProvider services, ILogger<WebhookEndpoint> logger)
{
    private readonly TimeProvider _time = services.GetService<TimeProvider>() ?? TimeProvider.System;

    public RequestDelegate With(IReadOnlyList<Func<ComputerWebhookPayload, HttpContext, Task>> handlers) => async context =>
    {
        var status = await AnswerAsync(context, handlers).ConfigureAwait(false);
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = status;
        }
        else if (status != StatusCodes.Status200OK)
        {
            // A handler has written an answer, and has then failed. The sender must not take that answer for a success.
            context.Abort();
        }
    };

    private async Task<int> AnswerAsync(HttpContext context, IReadOnlyList<Func<ComputerWebhookPayload, HttpContext, Task>> handlers)
    {
        if (CurrentSettings() is not { } settings)
        {
            return StatusCodes.Status500InternalServerError;
        }

        try
        {
            var announced = context.Request.ContentLength;
            var body = await RawBody.ReadAsync(context, settings.MaxBodyBytes).ConfigureAwait(false);
            if (body.WasConsumed(announced))
            {
                // The signature would not fit the rest of the body, and the sender would take a 401 as final.
                logger.WebhookConsumed(announced!.Value);
                return StatusCodes.Status500InternalServerError;
            }

            return body.Status == StatusCodes.Status200OK
                ? await VerifyAndHandleAsync(context, settings, body.Bytes, handlers).ConfigureAwait(false)
                : NotRead(body.Status, settings);
        }
        catch (Exception e)
        {
            // The exception is not a handler's: the deduplicator's store is down, or a stream that the app put under the body has failed.
            logger.WebhookNotReceived(e);
            return StatusCodes.Status500InternalServerError;
        }
    }

    private int NotRead(int status, FlapjackWebhookOptions settings)
    {
        logger.WebhookNotRead(status, settings.MaxBodyBytes);
        return status;
    }

    // The options are read at each request, so that secrets can be rotated without a restart.
    private FlapjackWebhookOptions? CurrentSettings()
    {
        try
        {
            return options.CurrentValue;
        }
        catch (Exception e)
        {
            logger.WebhooksMisconfigured(e.Message);
            return null;
        }
    }

    private async Task<int> VerifyAndHandleAsync(
        HttpContext context, FlapjackWebhookOptions settings, ReadOnlyMemory<byte> body, IReadOnlyList<Func<ComputerWebhookPayload, HttpContext, Task>> handlers)
    {
        var headers = WebhookHeaders.Read(name => context.Request.Headers[name]);
        if (settings.RequireReplayProtection && !headers.AreStandard)
        {
            logger.WebhookUnprotected();
            return StatusCodes.Status401Unauthorized;
        }

        var deduplicator = context.RequestServices.GetRequiredService<IWebhookDeduplicator>();
        // A sender that hangs up does not cancel this call: a store that stopped half-way might remember the webhook as begun, and nobody would end that.
        var result = await WebhookSignature
            .CheckAsync(body, headers, [.. settings.Secrets], deduplicator, _time, CancellationToken.None)
            .ConfigureAwait(false);
        switch (result)
        {
            case WebhookCheckResult.Valid:
                return await HandleAsync(context, body, new(deduplicator, headers.Id), handlers).ConfigureAwait(false);
            case WebhookCheckResult.Duplicate:
                logger.WebhookDuplicate(headers.Id);
                return StatusCodes.Status200OK;
            case WebhookCheckResult.InProgress:
                logger.WebhookInProgress(headers.Id);
                context.Response.Headers.RetryAfter = "1";
                return StatusCodes.Status503ServiceUnavailable;
            default:
                logger.WebhookRefused(result);
                if (body.IsEmpty)
                {
                    logger.WebhookEmpty();
                }

                return StatusCodes.Status401Unauthorized;
        }
    }

    private async Task<int> HandleAsync(
        HttpContext context, ReadOnlyMemory<byte> body, WebhookTurn turn, IReadOnlyList<Func<ComputerWebhookPayload, HttpContext, Task>> handlers)
    {
        if (Parse(body.Span) is not { } webhook)
        {
            logger.WebhookNotJson(turn.Id, body.Length);
            await AbandonAsync(turn).ConfigureAwait(false);
            return StatusCodes.Status400BadRequest;
        }

        try
        {
            foreach (var handle in handlers)
            {
                await handle(webhook, context).ConfigureAwait(false);
            }

            await turn.CompleteAsync().ConfigureAwait(false);
            logger.WebhookHandled(webhook.Event, webhook.AgentId, turn.Id);
            return StatusCodes.Status200OK;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            logger.WebhookBrokenOff(webhook.Event, webhook.AgentId, turn.Id);
            await AbandonAsync(turn).ConfigureAwait(false);
            // The sender is gone, or the app's own time limit has ended the request. In the latter case the sender must not take the failure for its own mistake.
            return StatusCodes.Status500InternalServerError;
        }
        catch (Exception e)
        {
            logger.WebhookFailed(e, webhook.Event, webhook.AgentId, turn.Id);
            await AbandonAsync(turn).ConfigureAwait(false);
            return StatusCodes.Status500InternalServerError;
        }
    }

    // The exception would carry the body into the log.
    private static ComputerWebhookPayload? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return ComputerWebhookPayload.Parse(body);
        }
        catch (FlapjackProtocolException)
        {
            return null;
        }
    }

    private async Task AbandonAsync(WebhookTurn turn)
    {
        try
        {
            await turn.AbandonAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.WebhookNotAbandoned(e, turn.Id);
        }
    }
}
