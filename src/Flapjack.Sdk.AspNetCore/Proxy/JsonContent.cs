using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>
/// Holds bodies to the API's one content type. A browser sends other types to any site without asking, those that forms have; for JSON it asks
/// the site's CORS policy first.
/// </summary>
internal static class JsonContent
{
    // ASCII is UTF-8 too; "utf8" is no registered name, but a common one.
    private static readonly string[] Charsets = ["utf-8", "utf8", "us-ascii"];

    /// <exception cref="ProxyRefusal">There is a body, and it is not said to be JSON, or is packed.</exception>
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

    // In another charset the service could read another body than the hook.
    private static bool IsUtf8(string? charset) =>
        string.IsNullOrEmpty(charset) || Charsets.Contains(charset, StringComparer.OrdinalIgnoreCase);

    public static bool MayHaveBody(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false || request.ContentLength > 0;

    private static ProxyRefusal Unsupported(string detail) => new(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", detail);
}
