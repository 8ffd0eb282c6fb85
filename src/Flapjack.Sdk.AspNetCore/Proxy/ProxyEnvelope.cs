using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>Writes the API's error envelope, <c>{"error","detail"}</c>.</summary>
internal static class ProxyEnvelope
{
    public static async Task WriteAsync(HttpContext context, int status, string code, string detail)
    {
        var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("error", code);
            writer.WriteString("detail", detail);
            writer.WriteEndObject();
        }

        // The headers are not cleared, because they are the app's own.
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json.ToArray(), context.RequestAborted).ConfigureAwait(false);
    }
}
