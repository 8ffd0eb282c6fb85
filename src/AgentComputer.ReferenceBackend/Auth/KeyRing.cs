using AgentComputer.ReferenceBackend.Sessions;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Auth;

/// <summary>Finds out who sends a request. The paths of the gateway take the token of an access session, and every other path takes an API key.</summary>
internal sealed class KeyRing(ApiKeyTable keys, SessionTable sessions)
{
    /// <summary>How the paths of the gateway begin.</summary>
    public const string GatewayPath = "/process.Process";

    private const string Scheme = "Bearer ";
    private const string QueryToken = "access_token";

    /// <exception cref="Refusal">401: the request holds no key and no token, or a key or token that is unknown, over or revoked.</exception>
    public Caller Authenticate(HttpRequest request) => request.Path.StartsWithSegments(GatewayPath, StringComparison.Ordinal)
        ? OfSession(TokenOf(request) ?? request.Query[QueryToken])
        : OfKey(TokenOf(request));

    private Caller OfKey(string? key) => key is null
        ? throw Refusal.Unauthorized("Send the API key as 'Authorization: Bearer ak_…'.")
        : keys.CallerOf(key) ?? throw Refusal.Unauthorized("This API key is unknown.");

    private Caller OfSession(string? token) => token is null
        ? throw Refusal.Unauthorized("Send the connect_token of an exec session as 'Authorization: Bearer …'.")
        : sessions.CallerOf(token) ?? throw Refusal.Unauthorized("This session is unknown, over or revoked. Create another access session of the kind exec.");

    private static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }
}
