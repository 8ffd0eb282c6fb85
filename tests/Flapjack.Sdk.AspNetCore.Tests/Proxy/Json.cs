using System.Net.Http.Headers;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

/// <summary>Bodies as the API's clients send them.</summary>
internal static class Json
{
    public static HttpContent Of(string json) => Named(new StringContent(json));

    /// <summary>Names any content JSON; for tests of bytes that nobody reads.</summary>
    public static HttpContent Named(HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
