using System.Net;
using Flapjack.ReferenceBackend.Webhooks;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>
/// Connects to MCP servers, for tests of a server and for agents alike. A server on this machine is the normal case of a local backend; an address of another
/// private network is refused, as it is for webhooks, because the caller of the API may be somebody who can't reach that network.
/// </summary>
/// <param name="allowPrivate">Whether every address may be connected to.</param>
/// <param name="mayStartPrograms">Whether a server that is a program may be started: it runs on the host, outside of every isolation.</param>
/// <param name="clock">The clock of the limits.</param>
internal sealed class McpConnector(bool allowPrivate, bool mayStartPrograms, TimeProvider clock)
{
    /// <summary>Connects to a server and reads its tools. Every failure of the server is told in the answer.</summary>
    /// <param name="server">The server.</param>
    /// <param name="credentials">What the server asks for.</param>
    /// <param name="limit">How long the server may take altogether: to start or to be connected to, and to tell all of its tools.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<McpOpening> OpenAsync(McpServerDocument server, McpCredentials credentials, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (server.Transport == McpTransports.Stdio && !mayStartPrograms)
        {
            return new(null, "This backend isolates its computers, and a server that is a program would run outside of that isolation. Use a server with an address.");
        }

        var connection = new McpConnection(clock);
        using var time = new CancellationTokenSource(limit, clock);
        try
        {
            await connection.OpenAsync(guard => TransportOf(server, credentials, guard), time.Token, cancellationToken).ConfigureAwait(false);
            return new(connection, null);
        }
        catch (Exception e)
        {
            var error = time.IsCancellationRequested && !connection.IsGivenUp ? $"The server did not answer within {limit.TotalSeconds} seconds." : connection.Explain(e);
            if (cancellationToken.IsCancellationRequested)
            {
                connection.Cut();
            }

            await connection.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return new(null, error);
        }
    }

    private McpTransport TransportOf(McpServerDocument server, McpCredentials credentials, McpGuard guard)
    {
        if (server.Transport == McpTransports.Stdio)
        {
            var program = McpProcess.Start(server, credentials);
            return new(new StreamClientTransport(program.Input, new McpCountedStream(program.Output, guard), loggerFactory: null), program);
        }

        var address = Address(server, credentials);
        // The limits end a call instead of the timeout of HttpClient, which ignores the clock.
        var http = new HttpClient(new McpHandler(address.Endpoint, guard, Connections())) { Timeout = Timeout.InfiniteTimeSpan };
        return new(new HttpClientTransport(address, http), http);
    }

    private static HttpClientTransportOptions Address(McpServerDocument server, McpCredentials credentials) => new()
    {
        Endpoint = new Uri(server.Url!),
        TransportMode = server.Transport == McpTransports.Sse ? HttpTransportMode.Sse : HttpTransportMode.StreamableHttp,
        AdditionalHeaders = credentials.Headers.ToDictionary(),
        ConnectionTimeout = Timeout.InfiniteTimeSpan,
        // Nobody waits for what the server says unasked.
        EnableStandaloneGetStream = false,
    };

    // A redirection is not followed: it would take the credentials to another server.
    private SocketsHttpHandler Connections()
    {
        var handler = WebhookPost.CreateHandler(new(Dns.GetHostAddressesAsync, allowLoopback: true));
        if (allowPrivate)
        {
            handler.ConnectCallback = null;
        }

        return handler;
    }
}
