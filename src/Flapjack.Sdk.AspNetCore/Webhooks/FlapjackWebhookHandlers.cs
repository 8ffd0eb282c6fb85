using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore;

/// <summary>What to do about which webhook. An event that nobody handles is answered 200, since it was received all the same.</summary>
/// <remarks>
/// A webhook may be delivered more than once, and a handler that takes longer than the sender waits is called again: let it store what
/// happened, and do the long work elsewhere. If a handler throws, the sender is told to try again, and then all handlers are called again.
/// </remarks>
public sealed class FlapjackWebhookHandlers
{
    private readonly List<Func<ComputerWebhookPayload, HttpContext, Task>> _handlers = [];

    /// <summary>Adds a handler. The handlers of a webhook are called one after the other, in the order in which they were added.</summary>
    /// <typeparam name="TWebhook">The webhooks that the handler gets; <see cref="ComputerWebhookPayload"/> for all.</typeparam>
    /// <param name="handler">
    /// Gets the webhook, whose signature was verified, and its request: <see cref="HttpContext.RequestServices"/> for services,
    /// <see cref="HttpContext.RequestAborted"/> for a sender that hung up. The request's body was read already, and the handler must not write the answer.
    /// </param>
    /// <returns>The same object.</returns>
    public FlapjackWebhookHandlers On<TWebhook>(Func<TWebhook, HttpContext, Task> handler)
        where TWebhook : ComputerWebhookPayload
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handlers.Add((webhook, context) => webhook is TWebhook mine ? handler(mine, context) : Task.CompletedTask);
        return this;
    }

    /// <summary>The handlers that were added so far; handlers that are added later are not among them.</summary>
    internal IReadOnlyList<Func<ComputerWebhookPayload, HttpContext, Task>> Copy() => [.. _handlers];
}
