using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shared.Wire.Json;

/// <summary>Reads JSON off the wire. If a field has another type than documented, only that field is lost. A bare <c>null</c> is as broken as a missing brace.</summary>
internal static class WireJson
{
    /// <summary>How deep JSON may be nested. An answer must not be lost because an unknown field is nested deeply.</summary>
    public const int MaxDepth = 1_000;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Skips the mark that some servers and proxies put before UTF-8.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) => utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;

    /// <exception cref="JsonException">The bytes are not JSON, or the JSON is no object, or no list, where the type is one.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
    {
        try
        {
            if (JsonSerializer.Deserialize(WithoutMark(utf8), type) is { } value)
            {
                return value;
            }
        }
        // An inner JsonException comes from the parser: then the bytes are no JSON at all, and the exception that is thrown here names the path to the place.
        catch (Exception e) when (IsMisfit(e) && e.InnerException is not JsonException)
        {
            // Read field by field below, which is slower.
        }

        return OddFields.Read(Parse(utf8), type);
    }

    /// <exception cref="JsonException">The value is no object, or no list, where the type is one.</exception>
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
            // Read field by field below.
        }

        return OddFields.Read(json, type);
    }

    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8) => JsonElement.Parse(WithoutMark(utf8), new JsonDocumentOptions { MaxDepth = MaxDepth });

    /// <summary>Parses JSON of any type. If the JSON is broken, the exception names the path to the place.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="type">A type that knows the fields; the parser alone does not tell paths.</param>
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
                // A field of an odd type stands before the broken place, so there is no path to tell.
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

    /// <summary>The text of a field; null if the field is missing or is no text. Other fields do not matter, not even if they hold half a character.</summary>
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
                // The name or the value holds half a character.
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

    /// <summary>Whether the SDK itself reads, and not a serializer of the user: only the SDK's contexts hold that converter.</summary>
    public static bool IsOurs(JsonSerializerOptions options) => options.Converters.Any(converter => converter is RawJsonConverter);

    /// <summary>Whether the exception says that a value does not fit its type. Well-formed JSON may also hold half a character, which a string can't hold.</summary>
    public static bool IsMisfit(Exception exception) => exception is JsonException or InvalidOperationException;
}
