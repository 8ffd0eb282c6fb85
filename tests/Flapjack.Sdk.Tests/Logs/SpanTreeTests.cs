namespace Flapjack.Sdk.Tests.Logs;

public sealed class SpanTreeTests
{
    // A span is written as "id" or "id<parent"; the tree is written as "root(child(grandchild) child)".
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a b<a c<b d<a", "a(b(c) d)")]
    [InlineData("c<b b<a a", "a(b(c))")]
    [InlineData("a b", "a b")]
    [InlineData("a b<gone c<b", "a b(c)")]
    [InlineData("a<a b<a", "a(b)")]
    [InlineData("a<b b<a", "a(b)")]
    [InlineData("c<a a<b b<a d", "a(c b) d")]
    [InlineData("a<c b<a c<b x<y y<x", "a(b(c)) x(y)")]
    [InlineData("a a b<a", "a(b) a")]
    public void Every_span_is_in_the_tree_once(string spans, string tree)
    {
        var details = new TraceDetails { Spans = [.. spans.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Span)] };

        Text(details.BuildSpanTree()).Should().Be(tree);
    }

    [Fact]
    public void Spans_without_an_id_are_all_roots()
    {
        var details = new TraceDetails { Spans = [new(), new() { ParentSpanId = "" }, new() { ParentSpanId = "x" }] };

        details.BuildSpanTree().Should().HaveCount(3).And.OnlyContain(node => node.Children.Count == 0);
    }

    [Fact]
    public void A_long_chain_and_a_wide_fan_are_trees_too()
    {
        const int Count = 100_000;
        var chain = new TraceDetails { Spans = [.. Enumerable.Range(0, Count).Select(n => new TraceSpan { Id = $"{n}", ParentSpanId = n == Count - 1 ? null : $"{n + 1}" })] };
        var fan = new TraceDetails { Spans = [.. Enumerable.Range(0, Count).Select(n => new TraceSpan { Id = $"{n}", ParentSpanId = n == 0 ? null : "0" })] };

        var depth = 0;
        for (var node = chain.BuildSpanTree().Single(); node is not null; node = node.Children.SingleOrDefault())
        {
            depth++;
        }

        depth.Should().Be(Count);
        fan.BuildSpanTree().Single().Children.Should().HaveCount(Count - 1);
    }

    [Fact]
    public void A_node_says_what_it_is()
    {
        var root = new TraceDetails { Spans = [new() { Id = "a", Name = "turn", Kind = TraceSpanKind.Agent }, new() { Id = "b", ParentSpanId = "a" }] }.BuildSpanTree().Single();

        root.ToString().Should().Be("turn (agent, 1 children)");
        root.Children.Single().ToString().Should().Be(" (unknown, 0 children)");
        root.Span.Id.Should().Be("a");
    }

    private static TraceSpan Span(string text)
    {
        var parts = text.Split('<');
        return new() { Id = parts[0], ParentSpanId = parts.Length > 1 ? parts[1] : null };
    }

    private static string Text(IReadOnlyList<TraceSpanNode> nodes) =>
        string.Join(' ', nodes.Select(node => node.Children.Count == 0 ? node.Span.Id : $"{node.Span.Id}({Text(node.Children)})"));
}
