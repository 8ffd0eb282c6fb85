using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Dashboard.Access;

/// <summary>
/// Lets requests in to the pages. Each comes from this machine and names it as its host, so no name of the internet that leads here reaches a page. Whoever
/// sees what happens inside has opened a link. What changes something comes from a page of this backend.
/// </summary>
internal sealed class DashboardGate(Sessions sessions)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] OwnHosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>For what shows nothing of the backend: the styles, and the page of the link itself.</summary>
    public static Task EnterAnybodyAsync(HttpContext context, RequestDelegate serve)
    {
        SetHeaders(context.Response.Headers);
        return IsLocal(context)
            ? serve(context)
            : RefusedPage.OtherHost(context.Request.Host.Value).WriteAsync(context);
    }

    /// <summary>For everything else.</summary>
    public Task EnterAsync(HttpContext context, RequestDelegate serve) => EnterAnybodyAsync(context, local =>
    {
        if (local.Request.Cookies[CookieOf(local)] is not { } secret || !sessions.IsOpen(secret))
        {
            return RefusedPage.NotOpened().WriteAsync(local);
        }

        return HttpMethods.IsGet(local.Request.Method) || ComesFromHere(local.Request)
            ? serve(local)
            : RefusedPage.OtherOrigin().WriteAsync(local);
    });

    /// <summary>The cookie of this backend. A cookie goes to every port of a host, so the port is in its name.</summary>
    public static string CookieOf(HttpContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"flapjack-dashboard-{context.Connection.LocalPort}");

    private static bool IsLocal(HttpContext context) =>
        (context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        && OwnHosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Another server on this machine has the same host, so its pages send the cookie too; but a browser always tells their origin.</summary>
    private static bool ComesFromHere(HttpRequest request) =>
        request.Headers.Origin.ToString().Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
