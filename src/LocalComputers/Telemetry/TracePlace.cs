using System.Diagnostics;

namespace LocalComputers.Telemetry;

/// <summary>A place in a trace, as W3C Trace Context writes it. What begins there belongs below it.</summary>
/// <param name="Parent">The version, the trace, the span and the flags.</param>
/// <param name="State">What tracing systems add; null for nothing.</param>
internal sealed record TracePlace(string Parent, string? State)
{
    /// <summary>The variables in which processes find the place, as OpenTelemetry names them.</summary>
    public const string ParentVariable = "TRACEPARENT";

    /// <inheritdoc cref="ParentVariable"/>
    public const string StateVariable = "TRACESTATE";

    // W3C asks to pass on as much as this.
    private const int LongestState = 512;

    public ActivityContext Context => ActivityContext.TryParse(Parent, State, isRemote: true, out var context) ? context : default;

    /// <summary>The place of a span; null without one.</summary>
    public static TracePlace? Of(Activity? span) =>
        span is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? new(id, Passable(span.TraceStateString)) : null;

    /// <summary>Reads a place that came from elsewhere; null if it is none.</summary>
    public static TracePlace? Read(string? parent, string? state) =>
        ActivityContext.TryParse(parent, state, isRemote: true, out var context)
            ? new($"00-{context.TraceId}-{context.SpanId}-{(context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}", Passable(state))
            : null;

    // A state that a variable or a request could not carry unchanged is left out, which W3C allows.
    private static string? Passable(string? state) =>
        state is { Length: > 0 and <= LongestState } && state.All(character => character is >= ' ' and <= '~') ? state : null;
}
