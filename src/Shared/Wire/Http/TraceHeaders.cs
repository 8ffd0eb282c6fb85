using System.Diagnostics;

namespace Shared.Wire.Http;

/// <summary>Keeps baggage on a request from leaving through a handler whose propagator the client can't set.</summary>
internal static class TraceHeaders
{
    /// <summary>
    /// Sets the headers for baggage and trace state to empty values, because a handler adds no header that is there already. It does so only if
    /// there is something to keep back.
    /// </summary>
    public static void HoldBack(HttpRequestMessage message)
    {
        if (Activity.Current is not { } activity || (activity.TraceStateString is null && !activity.Baggage.Any()))
        {
            return;
        }

        foreach (var field in DistributedContextPropagator.Current.Fields.Where(field => field != TraceparentOnly.Traceparent))
        {
            message.Headers.TryAddWithoutValidation(field, "");
        }
    }
}
