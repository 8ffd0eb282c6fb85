using System.Globalization;
using System.Text.Json;

namespace Shared.Connect;

/// <summary>Reads values in every spelling that the JSON of proto3 allows.</summary>
internal static class JsonValues
{
    /// <exception cref="JsonException">The value is no text.</exception>
    public static string Text(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException($"A text is expected, not {reader.TokenType}.");

    /// <summary>A whole number, also as a text, and also with a fraction or an exponent that leaves it whole.</summary>
    /// <exception cref="JsonException">The value is no such number, or is out of range.</exception>
    public static long Number(ref Utf8JsonReader reader, long least, long most)
    {
        decimal number = 0;
        var isNumber = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDecimal(out number),
            JsonTokenType.String => decimal.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
        return isNumber && decimal.IsInteger(number) && number >= least && number <= most ? (long)number
            : throw new JsonException($"A whole number from {least} to {most} is expected.");
    }

    /// <summary>Bytes in base64: the usual one or that of URLs, with padding or without.</summary>
    /// <exception cref="JsonException">The value is no base64.</exception>
    public static byte[] Bytes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes))
        {
            return bytes;
        }

        try
        {
            var text = Text(ref reader).TrimEnd('=').Replace('-', '+').Replace('_', '/');
            return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException e)
        {
            throw new JsonException("Base64 is expected.", e);
        }
    }

    /// <summary>A value of an enumeration, by its name or its number.</summary>
    /// <exception cref="JsonException">The name is unknown, or the value is neither.</exception>
    public static int Enumeration(ref Utf8JsonReader reader, IReadOnlyDictionary<string, int> names)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return (int)Number(ref reader, int.MinValue, int.MaxValue);
        }

        var name = Text(ref reader);
        return names.TryGetValue(name, out var value) ? value
            : throw new JsonException($"'{name}' is not one of {string.Join(", ", names.Keys)}.");
    }

    /// <exception cref="JsonException">The value is no array.</exception>
    public static void ThrowUnlessArray(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException($"A list is expected, not {reader.TokenType}.");
        }
    }

    /// <exception cref="JsonException">The value is no object of texts.</exception>
    public static void ReadMap(ref Utf8JsonReader reader, IDictionary<string, string> into)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"An object is expected, not {reader.TokenType}.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            reader.Read();
            into[key] = Text(ref reader);
        }
    }
}
