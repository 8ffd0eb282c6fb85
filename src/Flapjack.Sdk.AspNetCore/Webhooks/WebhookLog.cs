using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk.AspNetCore.Webhooks;

/// <summary>What the endpoint logs. If a webhook is not genuine, only the reason is logged. The body is never logged. The ids of the events are 1 to 14.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(1, LogLevel.Information, "Webhook {Event} of agent {AgentId} was handled (id {WebhookId}).")]
    public static partial void WebhookHandled(this ILogger logger, ComputerWebhookEvent @event, string agentId, string? webhookId);

    [LoggerMessage(2, LogLevel.Information, "A webhook was handled before, and is not handled again (id {WebhookId}).")]
    public static partial void WebhookDuplicate(this ILogger logger, string? webhookId);

    [LoggerMessage(3, LogLevel.Information, "A webhook came while its earlier delivery is being handled; the sender is told to try again (id {WebhookId}).")]
    public static partial void WebhookInProgress(this ILogger logger, string? webhookId);

    [LoggerMessage(4, LogLevel.Warning, "A webhook was refused: {Reason}.")]
    public static partial void WebhookRefused(this ILogger logger, WebhookCheckResult reason);

    [LoggerMessage(5, LogLevel.Warning, "A webhook was refused: it does not carry the headers of Standard Webhooks, which RequireReplayProtection asks for.")]
    public static partial void WebhookUnprotected(this ILogger logger);

    [LoggerMessage(6, LogLevel.Warning, "The body of a webhook was not read to its end, and it was answered {Status}. Up to {MaxBodyBytes} bytes are taken.")]
    public static partial void WebhookNotRead(this ILogger logger, int status, int maxBodyBytes);

    [LoggerMessage(7, LogLevel.Error, "A genuine webhook is not the JSON of an event, and was answered 400 (id {WebhookId}, {Bytes} bytes).")]
    public static partial void WebhookNotJson(this ILogger logger, string? webhookId, int bytes);

    [LoggerMessage(8, LogLevel.Warning, "Handling webhook {Event} of agent {AgentId} was broken off: its sender hung up, or the app's own time limit ended the request. It will be delivered again (id {WebhookId}).")]
    public static partial void WebhookBrokenOff(this ILogger logger, ComputerWebhookEvent @event, string agentId, string? webhookId);

    [LoggerMessage(9, LogLevel.Error, "Handling webhook {Event} of agent {AgentId} failed; the sender is told to try again (id {WebhookId}).")]
    public static partial void WebhookFailed(this ILogger logger, Exception exception, ComputerWebhookEvent @event, string agentId, string? webhookId);

    [LoggerMessage(10, LogLevel.Error, "A webhook could not be read, or its id could not be looked up; the sender is told to try again.")]
    public static partial void WebhookNotReceived(this ILogger logger, Exception exception);

    [LoggerMessage(11, LogLevel.Error, "The deduplicator could not note that a webhook was not handled; its next delivery may be taken for a delivery in progress (id {WebhookId}).")]
    public static partial void WebhookNotAbandoned(this ILogger logger, Exception exception, string? webhookId);

    [LoggerMessage(12, LogLevel.Critical, "The configuration of the webhooks is invalid, and every webhook is answered 500 until it is corrected: {Complaint}")]
    public static partial void WebhooksMisconfigured(this ILogger logger, string complaint);

    [LoggerMessage(13, LogLevel.Error, "A webhook of {Announced} bytes came without a body: middleware has read it. Middleware that reads the body must call Request.EnableBuffering() first. The sender is told to try again.")]
    public static partial void WebhookConsumed(this ILogger logger, long announced);

    [LoggerMessage(14, LogLevel.Warning, "The webhook that was refused had an empty body. If its sender sent one, middleware has read it, which has to call Request.EnableBuffering() first.")]
    public static partial void WebhookEmpty(this ILogger logger);
}
