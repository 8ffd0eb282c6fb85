using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Flapjack.ReferenceBackend.Webhooks;
using ModelContextProtocol;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>
/// Says why an MCP server did not do what it was asked for. The messages of the exceptions are not passed on: they can hold what the server or its program said,
/// which may repeat the credentials.
/// </summary>
internal static class McpFailures
{
    /// <param name="failure">The failure.</param>
    /// <param name="asked">What the server has not done, for example <c>told its tools</c>.</param>
    public static string Describe(Exception failure, string asked) => InnerOf<WebhookAddressRefusedException>(failure) is not null
        ? "The server is at an address of a private network, which this backend does not connect to. Its option AllowPrivateMcpServers allows it."
        : failure switch
        {
            HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } http =>
                $"The server answered with the status {(int)http.StatusCode}. Does it ask for credentials?",
            HttpRequestException { StatusCode: { } status } when (int)status is >= 300 and < 400 =>
                $"The server answered with the status {(int)status}, a redirection. Give the server the address that it redirects to.",
            HttpRequestException { StatusCode: { } status } => $"The server answered with the status {(int)status}.",
            HttpRequestException http => $"The server could not be reached ({http.HttpRequestError}).",
            McpProtocolException protocol => $"The server refused with the error {(int)protocol.ErrorCode}.",
            // A broken pipe has a SocketException inside, which is a Win32Exception too.
            Win32Exception and not SocketException => "The program could not be started. Is it installed, and on the PATH of the backend?",
            _ when InnerOf<IOException>(failure) is not null => $"The server closed the connection before it had {asked}.",
            _ => "The server did not answer as the Model Context Protocol says.",
        };

    private static T? InnerOf<T>(Exception? failure)
        where T : Exception => failure is null or T ? failure as T : InnerOf<T>(failure.InnerException);
}
