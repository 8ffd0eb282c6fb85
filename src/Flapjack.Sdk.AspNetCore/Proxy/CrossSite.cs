using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>Tells requests that a page of another site had the user's browser send: it adds the user's cookies to them.</summary>
internal static class CrossSite
{
    /// <summary>Why the request is to be refused; null for one that may pass.</summary>
    public static async ValueTask<string?> ComplaintAsync(HttpContext context, bool allowCrossOrigin)
    {
        var complaint = ForeignPage(context.Request);
        if (complaint is null || !allowCrossOrigin)
        {
            return complaint;
        }

        // Without CORS in the app no origins are listed, and the hook alone decides.
        return context.RequestServices.GetService<ICorsPolicyProvider>() is { } policies
            ? await NotListedAsync(context, policies).ConfigureAwait(false)
            : null;
    }

    /// <summary>Whether another site had it sent; null for one of the app's own pages, for one that no browser sent, and for one that changes nothing.</summary>
    private static string? ForeignPage(HttpRequest request)
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
            // A request without an origin has none that a policy could list.
            var isListed = policy.AllowAnyOrigin || (context.Request.Headers.Origin is [{ } origin] && policy.IsOriginAllowed(origin));
            return isListed ? null : "A page of another site may not do this: the app's CORS policy does not list its origin.";
        }

        // A policy that only UseCors(...) knows can't be seen from here. The browser has asked it beforehand about every request but simple ones.
        return metadata is null && (!HttpMethods.IsPost(context.Request.Method) || JsonContent.IsDeclaredBy(context.Request))
            ? null
            : "A page of another site may not do this: the app has no CORS policy for this path that lists its origin.";
    }
}
