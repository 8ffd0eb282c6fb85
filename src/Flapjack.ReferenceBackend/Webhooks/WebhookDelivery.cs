namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>One event on its way to one URL. Not a record: a record would print the secret.</summary>
internal sealed class WebhookDelivery(Uri url, string secret, WebhookEvent @event)
{
    public Uri Url { get; } = url;

    public string Secret { get; } = secret;

    public WebhookEvent Event { get; } = @event;
}
