namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The states of webhooks as the store writes them.</summary>
internal static class WebhookStateText
{
    public static string Of(WebhookState state) => state switch
    {
        WebhookState.Pending => "pending",
        WebhookState.Delivered => "delivered",
        _ => "dead",
    };

    public static WebhookState Read(string text) => text switch
    {
        "pending" => WebhookState.Pending,
        "delivered" => WebhookState.Delivered,
        _ => WebhookState.Dead,
    };
}
