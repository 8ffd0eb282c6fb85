namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>The transports of MCP servers, as the wire names them.</summary>
internal static class McpTransports
{
    public const string StreamableHttp = "streamable_http";
    public const string Sse = "sse";
    public const string Stdio = "stdio";

    public static IReadOnlyList<string> All { get; } = [StreamableHttp, Sse, Stdio];
}
