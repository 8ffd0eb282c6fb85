using System.Diagnostics;
using Flapjack.ReferenceBackend.Telemetry;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The span of one attempt to deliver a webhook. It names the receiver's host, but not the path, which may carry a token.</summary>
internal sealed class WebhookAttemptSpan : IDisposable
{
    private readonly BackendTelemetry _telemetry;
    private readonly Activity? _span;

    private WebhookAttemptSpan(BackendTelemetry telemetry, Activity? span) => (_telemetry, _span) = (telemetry, span);

    public static WebhookAttemptSpan Begin(BackendTelemetry telemetry, WebhookDelivery delivery)
    {
        var span = telemetry.Tracing.Begin(SpanNames.WebhookAttempt, ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(SpanNames.AgentId, delivery.AgentId);
            span.SetTag(SpanNames.WebhookId, delivery.Id);
            span.SetTag(SpanNames.WebhookEvent, delivery.Event);
            span.SetTag(SpanNames.WebhookNumber, delivery.Attempts + 1);
            span.SetTag(SpanNames.HttpMethod, "POST");
            span.SetTag(SpanNames.ServerAddress, delivery.Url.IdnHost);
            span.SetTag(SpanNames.ServerPort, delivery.Url.Port);
        }

        return new(telemetry, span);
    }

    /// <summary>The attempt has ended. A webhook that is sent again later was not delivered: that is an error of this attempt.</summary>
    /// <param name="made">The attempt.</param>
    /// <param name="state">What becomes of the webhook.</param>
    public void End(WebhookTry made, WebhookState state)
    {
        var status = made.Outcome.Status;
        var outcome = made.Outcome.Verdict == WebhookVerdict.CutOff ? "cut_off"
            : state == WebhookState.Delivered ? "delivered"
            : state == WebhookState.Pending ? "retry"
            : "given_up";
        if (_span is { IsAllDataRequested: true })
        {
            _span.SetTag(SpanNames.HttpStatus, status);
            _span.SetTag(SpanNames.WebhookOutcome, outcome);
        }

        if (outcome is "retry" or "given_up")
        {
            _span?.SetTag(SpanNames.ErrorType, status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no_answer").SetStatus(ActivityStatusCode.Error);
        }

        var tag = KeyValuePair.Create<string, object?>(SpanNames.WebhookOutcome, outcome);
        _telemetry.WebhookAttempts.Add(1, tag);
        _telemetry.WebhookDuration.Record(made.Duration.TotalSeconds, tag);
        _span?.Stop();
    }

    public void Dispose() => _span?.Dispose();
}
