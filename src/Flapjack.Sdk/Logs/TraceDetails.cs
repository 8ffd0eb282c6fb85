using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A trace with all of its spans.</summary>
/// <remarks><c>GET /api/logs/{traceId}</c></remarks>
public record TraceDetails
{
    /// <summary>The trace itself.</summary>
    [JsonPropertyName("trace")]
    public FlapjackTrace? Trace { get; init; }

    /// <summary>Its spans, in the order in which the service sent them; empty when there are none. <see cref="BuildSpanTree"/> makes a tree of them.</summary>
    [JsonPropertyName("spans")]
    public IReadOnlyList<TraceSpan> Spans { get => field ?? []; init; }

    /// <summary>How the trace was judged, as the service sent it; empty when nobody has judged it. The shape is not documented.</summary>
    [JsonPropertyName("evaluations")]
    public IReadOnlyList<JsonElement> Evaluations { get => field ?? []; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Makes a tree of <see cref="Spans"/>: each span with the spans that are its parts.</summary>
    /// <returns>
    /// The spans that are part of no other, in the order of <see cref="Spans"/>. A span whose parent is missing is among them. Of spans that are parts
    /// of each other in a circle, one is among them, so that every span is in the tree exactly once.
    /// </returns>
    public IReadOnlyList<TraceSpanNode> BuildSpanTree() => TraceSpanNode.Roots(Spans);
}
