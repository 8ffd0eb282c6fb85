using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Auth;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Reads JSON bodies and writes JSON answers.</summary>
internal static class HttpContextJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter() },
    };

    /// <exception cref="ApiError">400: the body is not JSON.</exception>
    public static async Task<JsonElement> ReadJsonAsync(this HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted).ConfigureAwait(false);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw ApiError.BadRequest("INVALID_JSON", $"The body is not JSON: {e.Message}");
        }
    }

    public static Task WriteJsonAsync(this HttpContext context, JsonObject json) => WriteAsync(context, json);

    public static Task WriteJsonListAsync(this HttpContext context, JsonArray json) => WriteAsync(context, json);

    /// <summary>One of the SDK's records as it goes over the wire.</summary>
    public static JsonObject ToJson<T>(T record) => JsonSerializer.SerializeToNode(record, Options)!.AsObject();

    /// <summary>Puts the record's computer under the names that callers are to see.</summary>
    public static JsonObject Named(this JsonObject json, ComputerNaming naming)
    {
        if (naming != ComputerNaming.Computer)
        {
            json["sandbox"] = json["computer"]?.DeepClone();
        }

        if (naming == ComputerNaming.Sandbox)
        {
            json.Remove("computer");
        }

        return json;
    }

    private static async Task WriteAsync(HttpContext context, JsonNode json)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        var bytes = JsonSerializer.SerializeToUtf8Bytes(json, Options);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }
}
