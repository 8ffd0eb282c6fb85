namespace Flapjack.Sdk.AspNetCore;

/// <summary>How the proxy of <c>MapFlapjackProxy</c> behaves.</summary>
public sealed class FlapjackProxyOptions
{
    /// <summary>
    /// Whether pages of other sites may send requests that change something; default false. They are told by the browser's <c>Sec-Fetch-Site</c>
    /// and <c>Origin</c>, and refused with 403 before the hook is asked. When it is true, the origin must be listed by the CORS policy of the
    /// endpoint (<c>RequireCors</c>), else by the app's default policy; in an app without CORS the hook alone decides. Set it only where the app's
    /// users aren't known by a cookie.
    /// </summary>
    public bool AllowCrossOrigin { get; set; }
}
