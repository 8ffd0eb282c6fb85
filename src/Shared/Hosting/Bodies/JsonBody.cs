using System.Net.Mime;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Shared.Hosting.Refusals;

namespace Shared.Hosting.Bodies;

/// <summary>Reads a request's body as JSON. The whole body is checked before anything else happens, also the fields that no rule reads.</summary>
internal static class JsonBody
{
    // System.Text.Json reads and writes 64 levels. What is sent is stored in documents and shown in lists, which wrap it in a few levels of their own.
    private const int MaxDepth = 48;

    // ASCII is UTF-8 too. The name "utf8" is not registered, but common.
    private static readonly string[] Charsets = ["utf-8", "utf8", "us-ascii"];

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="Refusal">400: the body is not JSON in UTF-8; 415: the request says that its body is encoded in another way.</exception>
    public static async Task<JsonElement> ReadAsync(HttpContext context) => Read(await ReadBytesAsync(context).ConfigureAwait(false));

    /// <summary>The same, where a request without a body counts as an empty object.</summary>
    /// <exception cref="Refusal">As above.</exception>
    public static async Task<JsonElement> ReadOptionalAsync(HttpContext context) =>
        await ReadBytesAsync(context).ConfigureAwait(false) is { Length: > 0 } body ? Read(body) : JsonElement.Parse("{}");

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext context)
    {
        RefuseCoding(context);
        RefuseCharset(context.Request.ContentType);
        var body = new MemoryStream();
        await using var _ = body.ConfigureAwait(false);
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static JsonElement Read(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            throw NotJson("The body is not UTF-8, which JSON is always sent as.");
        }

        // Some editors and languages begin a text with a byte order mark, which is not part of JSON.
        var json = body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        try
        {
            RefuseDepthAndBrokenNames(json.Span);
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw NotJson($"The body is not JSON: {e.Message}");
        }
    }

    // An escape such as \ud800 is half a character. In a value, it matters only to the rule that reads the value. In a name, it matters to every rule, because each rule compares names.
    private static void RefuseDepthAndBrokenNames(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.CurrentDepth == MaxDepth && reader.TokenType is (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                throw NotJson($"The body is nested deeper than {MaxDepth} levels.");
            }

            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueIsEscaped)
            {
                continue;
            }

            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw NotJson("The name of a field is not Unicode text.");
            }
        }
    }

    private static void RefuseCoding(HttpContext context)
    {
        var codings = context.Request.Headers.GetCommaSeparatedValues(HeaderNames.ContentEncoding);
        if (codings.FirstOrDefault(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)) is { } coding)
        {
            context.Response.Headers.AcceptEncoding = "identity";
            throw UnsupportedMediaType($"The body has the Content-Encoding '{coding}', which this backend does not read; send it as it is.");
        }
    }

    private static void RefuseCharset(string? contentType)
    {
        if (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && HeaderUtilities.RemoveQuotes(type.Charset) is { Length: > 0 } charset
            && !Charsets.Contains(charset.Value, StringComparer.OrdinalIgnoreCase))
        {
            throw UnsupportedMediaType($"The body has the charset '{charset}', which this backend does not read; send {MediaTypeNames.Application.Json} in UTF-8.");
        }
    }

    private static Refusal NotJson(string detail) => new(RefusalKind.NotJson, code: null, detail);

    private static Refusal UnsupportedMediaType(string detail) => new(RefusalKind.UnsupportedFormat, code: null, detail);
}
