using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Writes JSON answers.</summary>
internal static class HttpContextJson
{
    public const string ContentType = "application/json; charset=utf-8";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter() },
    };

    public static Task WriteJsonAsync(this HttpContext context, JsonObject json) => WriteAsync(context, json);

    public static Task WriteJsonListAsync(this HttpContext context, JsonArray json) => WriteAsync(context, json);

    /// <summary>One of the SDK's records as it goes over the wire.</summary>
    public static JsonObject ToJson<T>(T record) => JsonSerializer.SerializeToNode(record, Options)!.AsObject();

    /// <summary>An answer's JSON as it goes over the wire.</summary>
    public static byte[] ToBytes(JsonNode json) => JsonSerializer.SerializeToUtf8Bytes(json, Options);

    private static async Task WriteAsync(HttpContext context, JsonNode json)
    {
        context.Response.ContentType = ContentType;
        var bytes = ToBytes(json);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }
}
