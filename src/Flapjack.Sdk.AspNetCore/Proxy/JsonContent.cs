using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>
/// Accepts bodies of the API's only content type. A browser sends the types of forms to any site without asking; for JSON it asks the site's CORS
/// policy first.
/// </summary>
internal static class JsonContent
{
    // ASCII is UTF-8 too. "utf8" is not a registered name, but is common.
    private static readonly string[] Charsets = ["utf-8", "utf8", "us-ascii"];

    /// <exception cref="ProxyRefusal">There is a body whose header does not say that it is JSON, or that is compressed.</exception>
    public static void Require(HttpRequest request)
    {
        if (!MayHaveBody(request))
        {
            return;
        }

        if (!IsDeclaredBy(request))
        {
            throw Unsupported("A body must be JSON in UTF-8, and be sent with one header Content-Type: application/json.");
        }

        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
        {
            throw Unsupported("A body must be sent without a Content-Encoding.");
        }
    }

    public static bool IsDeclaredBy(HttpRequest request) =>
        request.Headers.ContentType is [{ } only]
        && MediaTypeHeaderValue.TryParse(only, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && IsUtf8(HeaderUtilities.RemoveQuotes(type.Charset).Value);

    // With another charset the service and the hook could read different bodies.
    private static bool IsUtf8(string? charset) =>
        string.IsNullOrEmpty(charset) || Charsets.Contains(charset, StringComparer.OrdinalIgnoreCase);

    public static bool MayHaveBody(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false || request.ContentLength > 0;

    private static ProxyRefusal Unsupported(string detail) => new(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", detail);
}
