using Flapjack.ReferenceBackend.Dashboard.Writing;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Dashboard.Access;

/// <summary>The page that the link leads to. It uses the token up, and gives the browser a cookie.</summary>
internal sealed class OpeningPage(Sessions sessions)
{
    public const string Path = "/dashboard/open";

    private static readonly string[] PurposeHeaders = ["Sec-Purpose", "Purpose"];

    public Task ShowAsync(HttpContext context)
    {
        if (IsLookAhead(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        if (sessions.Open(context.Request.Query["token"].ToString()) is not { } secret)
        {
            return RefusedPage.UsedUp().WriteAsync(context);
        }

        context.Response.Cookies.Append(
            DashboardGate.CookieOf(context), secret, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });
        // A page that leads on by itself, and no redirection: if the link was clicked on another site, the browser would not send the cookie along.
        return new Page("Opening", "", $"""<h1>Opening…</h1><p class="lead"><a href="/">To the overview</a></p>""") { GoesTo = "/" }.WriteAsync(context);
    }

    /// <summary>A browser that fetches the page before anybody has asked for it must not use the token up.</summary>
    private static bool IsLookAhead(HttpRequest request) =>
        PurposeHeaders.Any(name => request.Headers[name].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase));
}
