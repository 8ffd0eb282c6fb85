using ModelContextProtocol.Client;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>The way to an MCP server, and what must be closed behind it: the HTTP client, or the program. To dispose of it cuts what is under way.</summary>
internal sealed class McpTransport(IClientTransport transport, IDisposable? http, McpProcess? program) : IAsyncDisposable
{
    public McpTransport(IClientTransport transport, HttpClient http)
        : this(transport, http, null)
    {
    }

    public McpTransport(IClientTransport transport, McpProcess program)
        : this(transport, null, program)
    {
    }

    public IClientTransport Client => transport;

    /// <summary>Cuts what is under way at once, also with a program that would need time to end.</summary>
    public void Cut()
    {
        http?.Dispose();
        program?.Kill();
    }

    public ValueTask DisposeAsync()
    {
        http?.Dispose();
        return program?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
