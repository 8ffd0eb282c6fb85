using System.Diagnostics;

namespace Shared.Wire.Http;

/// <summary>Keeps baggage on a request from leaving through a handler whose propagator the client can't set.</summary>
internal static class TraceHeaders
{
    /// <summary>
    /// Takes the places of the headers that would carry baggage and trace state: a handler adds none that is there already. They leave empty, and
    /// only where there was something to keep back.
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
