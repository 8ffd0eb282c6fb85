using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Server = ModelContextProtocol.Server.McpServer;

namespace Flapjack.Sdk.Mcp;

/// <summary>An MCP server that offers computers.</summary>
public static class FlapjackMcpServer
{
    private const string Name = "flapjack";

    /// <summary>
    /// The tools, for a server of yours: <c>list_computers</c>, <c>create_computer</c>, <c>computer_status</c>, <c>run_command</c>, <c>read_file</c>,
    /// <c>write_file</c> and <c>list_files</c>, as the options say.
    /// </summary>
    /// <param name="client">The client that reaches the computers. It must live as long as the tools.</param>
    /// <param name="options">Which computers, and how; null for the defaults.</param>
    /// <returns>The tools, in the order in which they stand above.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public static IReadOnlyList<McpServerTool> CreateTools(FlapjackClient client, FlapjackMcpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        return [.. McpTools.Of(options ?? new()).Select(make => make(client))];
    }

    /// <summary>Serves a client over the standard input and output of this process, until the client closes them. Nothing else may write to the output.</summary>
    /// <param name="client">The client that reaches the computers.</param>
    /// <param name="options">Which computers, and how; null for the defaults.</param>
    /// <param name="loggerFactory">Where the server writes its log, for example the standard error; null for none.</param>
    /// <param name="cancellationToken">Ends the server.</param>
    /// <returns>A task that ends with the server.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public static async Task RunOverStdioAsync(
        FlapjackClient client, FlapjackMcpOptions? options = null, ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default)
    {
        var transport = new StdioServerTransport(Name, loggerFactory);
        await using (transport.ConfigureAwait(false))
        {
            await RunAsync(client, transport, options, loggerFactory, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Serves a client over a transport of yours, until the client closes it.</summary>
    /// <param name="client">The client that reaches the computers.</param>
    /// <param name="transport">The transport; it belongs to the caller.</param>
    /// <param name="options">Which computers, and how; null for the defaults.</param>
    /// <param name="loggerFactory">Where the server writes its log; null for none.</param>
    /// <param name="cancellationToken">Ends the server.</param>
    /// <returns>A task that ends with the server.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public static async Task RunAsync(
        FlapjackClient client, ITransport transport, FlapjackMcpOptions? options = null, ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transport);
        var server = Server.Create(
            transport,
            new()
            {
                ServerInfo = new() { Name = Name, Version = typeof(FlapjackMcpServer).Assembly.GetName().Version!.ToString(3) },
                ServerInstructions = McpTools.Instructions(options ?? new()),
                ToolCollection = [.. CreateTools(client, options)],
            },
            loggerFactory);
        await using (server.ConfigureAwait(false))
        {
            await server.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
