namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>Which tools of an MCP server may be used: those that both the server and its attachment allow. A list that is absent allows everything, and an empty list allows nothing.</summary>
internal sealed class McpAllowed
{
    private readonly HashSet<string>? _names;

    public McpAllowed(IEnumerable<string>? byServer, IEnumerable<string?>? byAttachment)
    {
        var lists = new[] { byServer, byAttachment?.OfType<string>() }.OfType<IEnumerable<string>>().ToArray();
        _names = lists.Length > 0 ? [.. lists.Aggregate((first, second) => first.Intersect(second))] : null;
    }

    /// <summary>Whether no tool is allowed, so that there is no reason to connect.</summary>
    public bool IsNothing => _names is { Count: 0 };

    public bool Contains(string tool) => _names?.Contains(tool) != false;
}
