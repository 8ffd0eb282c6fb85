using AgentComputer.ReferenceBackend.Sessions;
using Microsoft.AspNetCore.Http;

namespace AgentComputer.ReferenceBackend.Ports.Proxy;

/// <summary>
/// Lets callers with the token of a session through to a private port. The token is in a header, in the query, or in the cookie that a visit with one of
/// the two has set. It goes no further than here.
/// </summary>
internal sealed class PortPass(SessionTable sessions)
{
    /// <summary>The name of the token in a query.</summary>
    public const string QueryToken = "access_token";

    /// <summary>The name of our cookie.</summary>
    public const string Cookie = "agentcomputer_access_session";

    private const string Scheme = "Bearer ";

    /// <summary>Whether a text is a token of ours, valid or not.</summary>
    public static bool IsToken(string? text) => text?.StartsWith(SessionTable.TokenPrefix, StringComparison.Ordinal) == true;

    /// <summary>The token in a request's header; null if there is none of ours.</summary>
    public static string? TokenInHeader(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
        return IsToken(token) ? token : null;
    }

    /// <summary>The token in a request's query; null if there is none of ours.</summary>
    public static string? TokenInQuery(HttpRequest request) => request.Query[QueryToken].FirstOrDefault(IsToken);

    /// <summary>Whether a request may pass to a port. If its token is not in a cookie yet, the answer sets the cookie.</summary>
    public bool Lets(HttpContext context, PortRow port, string prefix)
    {
        var request = context.Request;
        if ((TokenInHeader(request) ?? TokenInQuery(request)) is { } shown && Opens(shown, port))
        {
            context.Response.Cookies.Append(Cookie, shown, new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = request.IsHttps,
                Path = $"{prefix}/",
                IsEssential = true,
            });
            return true;
        }

        return port.Visibility == PortRow.Public || request.Cookies[Cookie] is { } kept && Opens(kept, port);
    }

    private bool Opens(string token, PortRow port) =>
        sessions.Open(token) is { } session && session.ComputerId == port.ComputerId && SessionKinds.Opens(session.Kind, port.Name);
}
