namespace Flapjack.Sdk.AspNetCore;

/// <summary>How the proxy of <c>MapFlapjackProxy</c> behaves.</summary>
public sealed class FlapjackProxyOptions
{
    /// <summary>
    /// Whether pages of other sites may send requests that change something; default false. The proxy recognizes such requests by the browser's
    /// <c>Sec-Fetch-Site</c> and <c>Origin</c>, and refuses them with 403 before it asks the hook. If it is true, the CORS policy of the endpoint
    /// (<c>RequireCors</c>), or else the app's default policy, must list the origin; in an app without CORS the hook alone decides. Set it only if
    /// the app does not recognize its users by a cookie.
    /// </summary>
    public bool AllowCrossOrigin { get; set; }
}
