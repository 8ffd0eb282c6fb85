using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The headers that tell a receiver where a request belongs in a trace, so that the trace goes on at the receiver.</summary>
internal static class TraceHeaders
{
    /// <param name="request">The request.</param>
    /// <param name="place">Where it belongs; null to tell nothing.</param>
    public static void Add(HttpRequestMessage request, TracePlace? place)
    {
        if (place is null)
        {
            return;
        }

        request.Headers.TryAddWithoutValidation("traceparent", place.Parent);
        if (place.State is { } state)
        {
            request.Headers.TryAddWithoutValidation("tracestate", state);
        }
    }
}
