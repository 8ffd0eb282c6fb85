using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The log messages about webhooks. They never have the secret or the body, and only the host of the URL, because paths carry tokens.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(LogLevel.Information, "Webhook {Event} of agent {AgentId} was delivered to {Host}: {Reason}.")]
    public static partial void WebhookDelivered(this ILogger logger, string @event, string agentId, string host, string reason);

    [LoggerMessage(LogLevel.Warning, "Webhook {Event} of agent {AgentId} to {Host} {Reason}; it is tried again in {Delay}.")]
    public static partial void WebhookRetried(this ILogger logger, string @event, string agentId, string host, string reason, TimeSpan delay);

    [LoggerMessage(LogLevel.Error, "Webhook {Event} of agent {AgentId} to {Host} was given up: {Reason}.")]
    public static partial void WebhookGivenUp(this ILogger logger, string @event, string agentId, string host, string reason);

    [LoggerMessage(LogLevel.Error, "Webhook {Event} of agent {AgentId} to {Host} could not be sent.")]
    public static partial void WebhookBroken(this ILogger logger, Exception exception, string @event, string agentId, string host);

    [LoggerMessage(LogLevel.Warning, "Webhook {Event} of agent {AgentId} to {Host} was dropped: the backend is shutting down.")]
    public static partial void WebhookDropped(this ILogger logger, string @event, string agentId, string host);

    [LoggerMessage(LogLevel.Information, "Webhook {Event} of agent {AgentId} to {Host} is kept: it is sent when the backend is started again.")]
    public static partial void WebhookKept(this ILogger logger, string @event, string agentId, string host);

    [LoggerMessage(LogLevel.Error, "What became of webhook {Event} of agent {AgentId} to {Host} could not be stored. That is tried again, and those behind it wait; if the backend ends before, it is sent again.")]
    public static partial void WebhookNotRecorded(this ILogger logger, Exception exception, string @event, string agentId, string host);

    [LoggerMessage(LogLevel.Error, "The webhooks of agent {AgentId} could not be read; that is tried again every 30 seconds.")]
    public static partial void WebhooksUnreadable(this ILogger logger, Exception exception, string agentId);
}
