namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>Connects to an MCP server, asks for its tools, and leaves.</summary>
internal sealed class McpProbe(McpConnector connector)
{
    /// <summary>How long a server may take altogether: to start or to be connected to, and to tell all of its tools.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks a server. Every failure of the server is an answer too.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<McpAnswer> AskAsync(McpServerDocument server, McpCredentials credentials, CancellationToken cancellationToken)
    {
        var opening = await connector.OpenAsync(server, credentials, Limit, cancellationToken).ConfigureAwait(false);
        if (opening.Connection is not { } connection)
        {
            return new(null, opening.Error);
        }

        await using (connection.ConfigureAwait(false))
        {
            return new(
                [
                    .. connection.Tools.Where(tool => server.AllowedTools?.Contains(tool.Name) != false)
                        .Select(tool => new McpToolDocument { Name = tool.Name, Description = tool.Description }),
                ],
                null);
        }
    }
}
