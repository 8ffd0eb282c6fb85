using System.Diagnostics;
using Flapjack.ReferenceBackend.Telemetry;
using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The span of a webhook: its event has happened. The attempts to deliver it are spans below it, also a day later and in another process.</summary>
internal sealed class WebhookSpan
{
    private readonly Activity? _span;

    private WebhookSpan(Activity? span, TracePlace? place) => (_span, Place) = (span, place);

    /// <summary>Where the attempts belong; null for nowhere.</summary>
    public TracePlace? Place { get; }

    public static WebhookSpan Begin(BackendTelemetry telemetry, WebhookEvent @event)
    {
        var around = Activity.Current;
        var span = telemetry.Tracing.Begin(SpanNames.Webhook, ActivityKind.Producer);
        span?.SetTag(SpanNames.AgentId, @event.AgentId).SetTag(SpanNames.WebhookEvent, @event.Event);
        var place = telemetry.Tracing.Current;
        // What else is stored by the same change does not belong to the webhook.
        Activity.Current = around;
        return new(span, place);
    }

    /// <summary>The webhook is stored. A webhook that is not stored has no span.</summary>
    public void End(string id)
    {
        if (_span is not null)
        {
            var around = Activity.Current;
            _span.SetTag(SpanNames.WebhookId, id).Stop();
            Activity.Current = around;
        }
    }
}
