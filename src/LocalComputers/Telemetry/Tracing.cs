using System.Diagnostics;

namespace LocalComputers.Telemetry;

/// <summary>
/// The spans of a backend, and the trace that the running code belongs to. That trace goes on also when nobody listens to spans: then what begins
/// here belongs directly below the caller's own span.
/// </summary>
/// <param name="source">Where the spans come from.</param>
/// <param name="isCarriedOn">Whether the trace goes on in processes and in receivers of requests.</param>
internal sealed class Tracing(ActivitySource source, bool isCarriedOn)
{
    // Beside Activity.Current, which is null when nobody listens.
    private readonly AsyncLocal<TracePlace?> _entered = new();

    /// <summary>Whether somebody listens to spans.</summary>
    public bool HasListeners => source.HasListeners();

    /// <summary>Where the running code stands; null outside of every trace.</summary>
    public TracePlace? Current => TracePlace.Of(Activity.Current) ?? _entered.Value;

    /// <summary>What a process or a receiver is told of where the running code stands; null for nothing.</summary>
    public TracePlace? Carried => isCarriedOn ? Current : null;

    /// <summary>The running code goes on at a place, and in no span of this process. An async method that calls this leaves the place when it returns.</summary>
    /// <param name="place">Null for no trace.</param>
    public void Enter(TracePlace? place)
    {
        Activity.Current = null;
        _entered.Value = place;
    }

    /// <summary>Begins a span below where the running code stands.</summary>
    /// <returns>Null if nobody listens.</returns>
    public Activity? Begin(string name, ActivityKind kind = ActivityKind.Internal) =>
        !HasListeners ? null
        : Activity.Current is null && _entered.Value is { } place ? source.StartActivity(name, kind, place.Context)
        : source.StartActivity(name, kind);
}
