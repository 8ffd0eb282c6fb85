namespace Flapjack.Sdk;

/// <summary>A span in the tree of its trace. <see cref="TraceDetails.BuildSpanTree"/> makes the tree.</summary>
public sealed class TraceSpanNode
{
    private readonly List<TraceSpanNode> _children = [];

    private TraceSpanNode(TraceSpan span) => Span = span;

    /// <summary>The span.</summary>
    public TraceSpan Span { get; }

    /// <summary>The spans that are parts of this span, in the order of <see cref="TraceDetails.Spans"/>; empty when there are none.</summary>
    public IReadOnlyList<TraceSpanNode> Children => _children;

    /// <summary>The name of the span, its kind, and how many children it has.</summary>
    public override string ToString() => $"{Span.Name} ({Span.Kind.GetValueOrDefault()}, {_children.Count} children)";

    internal static IReadOnlyList<TraceSpanNode> Roots(IReadOnlyList<TraceSpan> spans)
    {
        TraceSpanNode[] nodes = [.. spans.Select(span => new TraceSpanNode(span))];
        var byId = new Dictionary<string, TraceSpanNode>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            byId.TryAdd(node.Span.Id, node);
        }

        var roots = new List<TraceSpanNode>();
        var circles = CutsOfCircles(nodes, byId);
        foreach (var node in nodes)
        {
            var parent = circles.Contains(node) ? null : ParentOf(node, byId);
            (parent?._children ?? roots).Add(node);
        }

        return roots;
    }

    /// <summary>One node of each circle: the tree has no edge to its parent, so that it is a root and the circle is a line.</summary>
    private static HashSet<TraceSpanNode> CutsOfCircles(TraceSpanNode[] nodes, Dictionary<string, TraceSpanNode> byId)
    {
        var cuts = new HashSet<TraceSpanNode>();
        // The way upwards on which a node was first seen. A way that meets itself is a circle; a way that meets an earlier one was looked at before.
        var ways = new Dictionary<TraceSpanNode, int>();
        for (var way = 0; way < nodes.Length; way++)
        {
            var node = nodes[way];
            while (node is not null && ways.TryAdd(node, way))
            {
                node = ParentOf(node, byId);
            }

            if (node is not null && ways[node] == way)
            {
                cuts.Add(node);
            }
        }

        return cuts;
    }

    private static TraceSpanNode? ParentOf(TraceSpanNode node, Dictionary<string, TraceSpanNode> byId) =>
        node.Span.ParentSpanId is { Length: > 0 } id ? byId.GetValueOrDefault(id) : null;
}
