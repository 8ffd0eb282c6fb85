using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>Recognizes requests that a page of another site made the user's browser send. The browser adds the user's cookies to them.</summary>
internal static class CrossSite
{
    /// <summary>Why the request is refused; null if it may pass.</summary>
    public static async ValueTask<string?> ComplaintAsync(HttpContext context, bool allowCrossOrigin)
    {
        var complaint = ForeignPage(context.Request);
        if (complaint is null || !allowCrossOrigin)
        {
            return complaint;
        }

        // An app without CORS lists no origins, so the hook alone decides.
        return context.RequestServices.GetService<ICorsPolicyProvider>() is { } policies
            ? await NotListedAsync(context, policies).ConfigureAwait(false)
            : null;
    }

    /// <summary>The complaint about a request that a page of another site sent; null for every other request, and for a GET.</summary>
    private static string? ForeignPage(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method))
        {
            return null;
        }

        // A page can't set this header, and the browser compares the addresses that it knows, not the addresses that an app sees behind a proxy. A
        // browser never sends two values, and two values equal neither of the texts below.
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
        {
            return site.ToString() is "same-origin" or "none" ? null : "A page of another site may not do this.";
        }

        var own = $"{request.Scheme}://{request.Host.ToUriComponent()}";
        return request.Headers.Origin is { Count: > 0 } origin && !string.Equals(origin, own, StringComparison.OrdinalIgnoreCase)
            ? $"A page of another site may not do this: its origin is not {own}."
            : null;
    }

    /// <summary>Whether the app's CORS policy keeps the origin out. The policy is looked for where UseCors() looks for it.</summary>
    private static async ValueTask<string?> NotListedAsync(HttpContext context, ICorsPolicyProvider policies)
    {
        var metadata = context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>();
        if (metadata is IDisableCorsAttribute)
        {
            return "A page of another site may not do this: CORS is disabled here.";
        }

        var policy = metadata is ICorsPolicyMetadata own ? own.Policy
            : await policies.GetPolicyAsync(context, (metadata as IEnableCorsAttribute)?.PolicyName).ConfigureAwait(false);
        if (policy is not null)
        {
            // A request without an origin can't be listed by a policy.
            var isListed = policy.AllowAnyOrigin || (context.Request.Headers.Origin is [{ } origin] && policy.IsOriginAllowed(origin));
            return isListed ? null : "A page of another site may not do this: the app's CORS policy does not list its origin.";
        }

        // A policy that was only given to UseCors(...) can't be found here. But the browser has asked it before every request that is not a simple one.
        return metadata is null && (!HttpMethods.IsPost(context.Request.Method) || JsonContent.IsDeclaredBy(context.Request))
            ? null
            : "A page of another site may not do this: the app has no CORS policy for this path that lists its origin.";
    }
}
