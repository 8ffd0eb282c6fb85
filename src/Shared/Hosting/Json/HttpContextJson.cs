using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Shared.Hosting.Json;

/// <summary>Writes JSON answers. All answers have the same options, so no endpoint names a JSON context.</summary>
internal static class HttpContextJson
{
    public const string ContentType = "application/json; charset=utf-8";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // What was read may have 64 levels, and stands in an answer a few levels deeper.
        MaxDepth = 128,
        Converters = { new UtcTimeConverter() },
    };

    /// <summary>Sends an answer: a record, a JSON object, or a list of either.</summary>
    public static async Task WriteJsonAsync<T>(this HttpContext context, T answer)
    {
        context.Response.ContentType = ContentType;
        var bytes = ToBytes(answer);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>A record as the JSON object that is sent for it.</summary>
    public static JsonObject ToJson<T>(T record) => JsonSerializer.SerializeToNode(record, Options)!.AsObject();

    /// <summary>An answer as the bytes that are sent for it.</summary>
    public static byte[] ToBytes<T>(T answer) => JsonSerializer.SerializeToUtf8Bytes(answer, Options);
}
