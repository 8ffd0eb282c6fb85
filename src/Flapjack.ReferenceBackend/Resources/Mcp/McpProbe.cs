using System.Net;
using Flapjack.ReferenceBackend.Webhooks;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>
/// Connects to an MCP server, asks for its tools, and leaves. A server on this machine is the normal case of a local backend; an address of another
/// private network is refused, as it is for webhooks, because the caller of the API may be somebody who can't reach that network.
/// </summary>
/// <param name="allowPrivate">Whether every address may be connected to.</param>
/// <param name="mayStartPrograms">Whether a server that is a program may be started: it runs on the host, outside of every isolation.</param>
/// <param name="clock">The clock of the limit.</param>
internal sealed class McpProbe(bool allowPrivate, bool mayStartPrograms, TimeProvider clock)
{
    /// <summary>How long a server may take altogether: to start or to be connected to, and to tell all of its tools.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>How many tools a server may have. All of them are stored, and are in each list of the organization's servers.</summary>
    public const int MaxTools = 1_000;

    /// <summary>Asks a server. Every failure of the server is an answer too.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<McpAnswer> AskAsync(McpServerDocument server, McpCredentials credentials, CancellationToken cancellationToken)
    {
        if (server.Transport == McpTransports.Stdio && !mayStartPrograms)
        {
            return new(null, "This backend isolates its computers, and a server that is a program would run outside of that isolation. Use a server with an address.");
        }

        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var guard = new McpGuard(either);
        try
        {
            return new(await ListAsync(server, credentials, guard, either.Token).ConfigureAwait(false), null);
        }
        catch (Exception) when (guard.Reason is not null && !cancellationToken.IsCancellationRequested)
        {
            return new(null, guard.Reason);
        }
        catch (Exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(null, $"The server did not answer within {Limit.TotalSeconds} seconds.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, McpFailures.Describe(e));
        }
    }

    private async Task<IReadOnlyList<McpToolDocument>> ListAsync(
        McpServerDocument server, McpCredentials credentials, McpGuard guard, CancellationToken cancellationToken)
    {
        if (server.Transport == McpTransports.Stdio)
        {
            var program = McpProcess.Start(server, credentials);
            await using (program.ConfigureAwait(false))
            {
                var pipes = new StreamClientTransport(program.Input, new McpCountedStream(program.Output, guard), loggerFactory: null);
                return await ListAsync(pipes, server, guard, cancellationToken).ConfigureAwait(false);
            }
        }

        var address = Address(server, credentials);
        // The limit ends a call instead of the timeout of HttpClient, which ignores the clock.
        using var http = new HttpClient(new McpHandler(address.Endpoint, guard, Connections())) { Timeout = Timeout.InfiniteTimeSpan };
        return await ListAsync(new HttpClientTransport(address, http), server, guard, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<McpToolDocument>> ListAsync(
        IClientTransport transport, McpServerDocument server, McpGuard guard, CancellationToken cancellationToken)
    {
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "Flapjack.ReferenceBackend", Version = "1.0" },
            InitializationTimeout = Timeout.InfiniteTimeSpan,
            TimeProvider = clock,
        };
        var client = await McpClient.CreateAsync(transport, options, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (client.ConfigureAwait(false))
        {
            var tools = await client.ListToolsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return tools.Count > MaxTools ? throw guard.GiveUp($"The server has {tools.Count} tools, but may have at most {MaxTools}.") :
            [
                .. tools.Where(tool => server.AllowedTools?.Contains(tool.Name) != false)
                    .Select(tool => new McpToolDocument { Name = tool.Name, Description = tool.ProtocolTool.Description }),
            ];
        }
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
