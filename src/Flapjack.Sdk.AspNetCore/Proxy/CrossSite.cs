using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>Tells requests that a page of another site had the user's browser send: it adds the user's cookies to them.</summary>
internal static class CrossSite
{
    /// <summary>Why the request is to be refused; null for one of the app's own pages, or one that no browser sent.</summary>
    public static string? Complaint(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method))
        {
            return null;
        }

        // A page can't set this one, and the browser compares addresses as it knows them, not as they reach an app behind a proxy. Two values
        // are none that a browser sends, and equal neither of those below.
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
        {
            return site.ToString() is "same-origin" or "none" ? null : "A page of another site may not do this.";
        }

        var own = $"{request.Scheme}://{request.Host.ToUriComponent()}";
        return request.Headers.Origin is { Count: > 0 } origin && !string.Equals(origin, own, StringComparison.OrdinalIgnoreCase)
            ? $"A page of another site may not do this: its origin is not {own}."
            : null;
    }
}
