namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>
/// Sends the requests to an MCP server, and counts what it answers. A server of the transport SSE says itself where its messages go. Elsewhere than to
/// the server they would take the credentials along, and could reach a machine that only this backend reaches.
/// </summary>
/// <param name="server">The address of the server.</param>
/// <param name="guard">Gives the server up.</param>
/// <param name="inner">Sends.</param>
internal sealed class McpHandler(Uri server, McpGuard guard, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Uri.Compare(request.RequestUri, server, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw guard.GiveUp("The server wants its messages sent to another server, which this backend does not do.");
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var received = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var counted = new StreamContent(new McpCountedStream(received, guard));
        foreach (var (name, values) in response.Content.Headers)
        {
            counted.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = counted;
        return response;
    }
}
