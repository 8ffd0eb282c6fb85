using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shared.Wire.Json;

/// <summary>Reads JSON off the wire. A field of another type than documented costs that field alone; a bare <c>null</c> is as broken as a missing brace.</summary>
internal static class WireJson
{
    /// <summary>How deep JSON may be nested. A field that is unknown, or of unknown shape, must not lose an answer by its depth.</summary>
    public const int MaxDepth = 1_000;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Skips the mark that some servers and proxies put before UTF-8.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) => utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;

    /// <exception cref="JsonException">The bytes are not JSON, or it is not even of the outermost shape.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
    {
        try
        {
            if (JsonSerializer.Deserialize(WithoutMark(utf8), type) is { } value)
            {
                return value;
            }
        }
        // Not what the parser below it found: that is no JSON at all, and this exception names the path to the place.
        catch (Exception e) when (IsMisfit(e) && e.InnerException is not JsonException)
        {
            // Slower, and only now: field by field.
        }

        return OddFields.Read(Parse(utf8), type);
    }

    /// <exception cref="JsonException">The value is not even of the outermost shape.</exception>
    public static T Read<T>(JsonElement json, JsonTypeInfo<T> type)
    {
        try
        {
            if (json.Deserialize(type) is { } value)
            {
                return value;
            }
        }
        catch (Exception e) when (IsMisfit(e))
        {
            // As above.
        }

        return OddFields.Read(json, type);
    }

    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8) => JsonElement.Parse(WithoutMark(utf8), new JsonDocumentOptions { MaxDepth = MaxDepth });

    /// <summary>Parses what may be of any type, and names the path to the place where it breaks.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="type">A type that knows the fields, since the parser does not tell paths.</param>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public static JsonElement Parse<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
    {
        try
        {
            return Parse(utf8);
        }
        catch (JsonException)
        {
            try
            {
                JsonSerializer.Deserialize(WithoutMark(utf8), type);
            }
            catch (Exception e) when (IsMisfit(e) && e.InnerException is not JsonException)
            {
                // An odd field stands before the place, which so has no path.
            }

            throw;
        }
    }

    public static bool IsJson(ReadOnlySpan<byte> utf8)
    {
        try
        {
            Parse(utf8);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The text of a field; null if it is missing or no text. What else the object holds, and be it half a character, does not matter.</summary>
    public static string? TextOf(JsonElement json, string name)
    {
        string? text = null;
        foreach (var field in json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : default)
        {
            try
            {
                text = field.NameEquals(name) && field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() : text;
            }
            catch (InvalidOperationException)
            {
                // Half a character, in the name or the value.
            }
        }

        return text;
    }

    /// <summary>Reads what an unknown event carries: JSON as it is, anything else as a JSON string, nothing as undefined.</summary>
    public static JsonElement ReadAny(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return default;
        }

        try
        {
            return Parse(utf8);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(utf8), BasicJson.Default.String);
        }
    }

    /// <summary>Whether the SDK itself reads, not a serializer of the user's: only our contexts hold that converter.</summary>
    public static bool IsOurs(JsonSerializerOptions options) => options.Converters.Any(converter => converter is RawJsonConverter);

    /// <summary>Whether a value does not fit its type. JSON may also be well formed and yet hold half a character, which no string can.</summary>
    public static bool IsMisfit(Exception exception) => exception is JsonException or InvalidOperationException;
}
