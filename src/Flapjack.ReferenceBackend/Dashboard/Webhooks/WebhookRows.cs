using Flapjack.ReferenceBackend.Dashboard.Writing;

namespace Flapjack.ReferenceBackend.Dashboard.Webhooks;

/// <summary>Lists webhooks.</summary>
internal static class WebhookRows
{
    private static readonly string[] Columns = ["Event", "State", "Attempts", "Last answer", "Agent", "Happened"];

    public static Html Table(IEnumerable<WebhookMessage> webhooks) =>
        Pieces.Table("Webhooks", Columns, [.. webhooks.Select(Row)], "No webhooks yet. An agent with a webhookUrl sends them.", wide: 3);

    public static Html Pill(WebhookState state) => state switch
    {
        WebhookState.Pending => Pieces.Pill("pending", "moving"),
        WebhookState.Delivered => Pieces.Pill("delivered", "good"),
        _ => Pieces.Pill("given up", "bad"),
    };

    private static Html[] Row(WebhookMessage webhook) =>
    [
        $"""<a href="/dashboard/webhooks/{Pieces.Segment(webhook.Id)}">{webhook.Event.ToString()}</a>""",
        Pill(webhook.State),
        $"{webhook.Attempts.Count}",
        $"""{Mask.OfShapes.Text(webhook.Attempts is [.., var last] ? last.Outcome : "–")}""",
        Pieces.Agent(webhook.AgentId),
        Pieces.Time(webhook.CreatedAt),
    ];
}
