using System.Diagnostics;

namespace Shared.Wire.Http;

/// <summary>
/// Lets a trace go on at the service by its <c>traceparent</c>. Everything else that travels with a trace, above all the baggage, is meant for the app's own services.
/// </summary>
internal sealed class TraceparentOnly(DistributedContextPropagator inner) : DistributedContextPropagator
{
    public const string Traceparent = "traceparent";

    public override IReadOnlyCollection<string> Fields { get; } = [Traceparent];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => inner.Inject(activity, carrier, (to, name, value) =>
    {
        if (name == Traceparent)
        {
            setter?.Invoke(to, name, value);
        }
    });

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        inner.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
        inner.ExtractBaggage(carrier, getter);
}
