using System.Globalization;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Dashboard.Traces;

/// <summary>The spans of a trace as a tree. A bar shows when each was on.</summary>
/// <param name="trace">The trace.</param>
/// <param name="spans">Its spans, in the order in which they began.</param>
/// <param name="mask">Hides the secrets of its agent.</param>
/// <param name="now">The time, at which a span that goes on ends its bar.</param>
internal sealed class SpanTree(FlapjackTrace trace, IReadOnlyList<TraceSpan> spans, Mask mask, DateTimeOffset now)
{
    private const int BarWidth = 1000;
    private const int ThinnestBar = 4;

    // A tree that is deeper is shown flat from here on. No page needs it, and a circle of parents must not hang the page.
    private const int Deepest = 20;

    private readonly ILookup<string, TraceSpan> _children = ChildrenOf(spans);

    public Html Draw() => Level("", 0);

    private Html Level(string parentId, int depth)
    {
        var items = _children[parentId].Select(span => (Html)$"<li>{Line(span)}{Below(span, depth)}</li>").ToList();
        return Html.If(items.Count > 0, $"""<ul class="spans">{items}</ul>""");
    }

    private Html Below(TraceSpan span, int depth) => depth < Deepest ? Level(span.Id, depth + 1) : default;

    private Html Line(TraceSpan span)
    {
        var used = span.InputTokens is null && span.OutputTokens is null ? "" : string.Create(
            CultureInfo.InvariantCulture, $"{span.Model} · {span.InputTokens ?? 0} tokens in, {span.OutputTokens ?? 0} out");
        return $"""
            <details><summary><span class="kind">{span.Kind?.ToString()}</span> <bdi>{span.Name}</bdi> {TraceRows.Pill(span.Status?.ToString())}
            <span class="quiet">{Pieces.Duration((span.EndedAt ?? now) - span.StartedAt)} {used}</span>{Bar(span)}</summary>
            {Part("Input", span.Input)}{Part("Output", span.Output)}{Part("Error", span.Error)}<p class="quiet">Began {Pieces.Time(span.StartedAt)}, span {Pieces.Id(span.Id)}</p></details>
            """;
    }

    private Html Part(string label, System.Text.Json.JsonElement? json) => Html.If(json is not null, $"<h3>{label}</h3>{Pieces.Box(label, mask.Json(json))}");

    private Html Bar(TraceSpan span)
    {
        var (begin, whole) = (trace.StartedAt ?? now, Math.Max(1, ((trace.EndedAt ?? now) - (trace.StartedAt ?? now)).TotalMilliseconds));
        var from = (long)Math.Clamp(((span.StartedAt ?? begin) - begin).TotalMilliseconds / whole * BarWidth, 0, BarWidth - ThinnestBar);
        var length = (long)Math.Clamp(((span.EndedAt ?? now) - (span.StartedAt ?? begin)).TotalMilliseconds / whole * BarWidth, ThinnestBar, BarWidth - from);
        return $"""
            <svg class="bar" viewBox="0 0 {BarWidth} 6" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="{BarWidth}" height="6"/><rect x="{from}" width="{length}" height="6"/></svg>
            """;
    }

    /// <summary>A span whose parent is not in the trace, or which is its own parent, is a root.</summary>
    private static ILookup<string, TraceSpan> ChildrenOf(IReadOnlyList<TraceSpan> spans)
    {
        var ids = spans.Select(span => span.Id).ToHashSet(StringComparer.Ordinal);
        return spans.ToLookup(span => span.ParentSpanId is { } parent && parent != span.Id && ids.Contains(parent) ? parent : "", StringComparer.Ordinal);
    }
}
