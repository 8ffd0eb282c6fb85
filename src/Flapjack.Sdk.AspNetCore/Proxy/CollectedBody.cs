using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>Reads a body that the proxy has to inspect before it asks the hook, and puts its bytes back unchanged.</summary>
internal static class CollectedBody
{
    // If a property stood twice, the hook would see one value, and the service perhaps the other.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="ProxyRefusal">The body is too large, did not arrive, is not JSON, or does not hold what <paramref name="read"/> needs.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, int maxBytes, Func<JsonElement, T> read)
    {
        var bytes = await ReadBytesAsync(request, maxBytes).ConfigureAwait(false) ?? throw TooLarge($"The body is larger than {maxBytes} bytes.");
        if (bytes.Length < request.ContentLength)
        {
            throw new BodyConsumedException();
        }

        request.Body = new MemoryStream(bytes, writable: false);
        request.ContentLength = bytes.Length;
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return read(document.RootElement);
        }
        // Well-formed JSON may hold half a character, which a string can't hold.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ProxyRefusal(
                StatusCodes.Status400BadRequest, "INVALID_JSON", bytes.Length == 0 ? "The body is empty, and must be JSON." : "The body is not JSON, or names a property twice.");
        }
    }

    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request, int maxBytes)
    {
        try
        {
            return await BoundedBody.ReadAsync(request.Body, maxBytes, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        // The server itself has refused the body. The fault is the caller's, and is no error of the app.
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge("The body is larger than this app lets in.");
        }
        catch (BadHttpRequestException e)
        {
            throw new ProxyRefusal(e.StatusCode, "BAD_REQUEST", "The request's body did not arrive.");
        }
    }

    private static ProxyRefusal TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, "PAYLOAD_TOO_LARGE", detail);
}
