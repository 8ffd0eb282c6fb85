using System.Buffers;
using System.Text;
using System.Text.Json;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>
/// Reads the data of <c>stdout</c> and <c>stderr</c>. The text becomes bytes at once, without a string in between. If a field has another type than
/// documented, only that field is lost, as in every other event.
/// </summary>
internal static class ExecOutputJson
{
    public static T Read<T>(ReadOnlySpan<byte> data, T output) where T : ExecOutputEvent
    {
        var reader = new Utf8JsonReader(WireJson.WithoutMark(data), new JsonReaderOptions { MaxDepth = WireJson.MaxDepth });
        reader.Read();
        // If the data is no object, the loop reads no name, and the check behind it finds no end of an object.
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (IsNamed(ref reader, "chunk"))
            {
                ReadText(ref reader, output);
            }
            else if (IsNamed(ref reader, "chunkBase64"))
            {
                ReadBase64(ref reader, output);
            }
            else
            {
                ReadUnknown(ref reader, output);
            }
        }

        // Data with something behind the object is as broken as data with an incomplete object.
        return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? output : throw new JsonException("The data is not one object.");
    }

    // Upper and lower case are the same, as in the names of all other fields.
    private static bool IsNamed(ref Utf8JsonReader reader, string name)
    {
        if (!reader.ValueIsEscaped)
        {
            return Ascii.EqualsIgnoreCase(reader.ValueSpan, name);
        }

        try
        {
            return string.Equals(reader.GetString(), name, StringComparison.OrdinalIgnoreCase);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void ReadText(ref Utf8JsonReader reader, ExecOutputEvent output)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            if (TryCopyText(ref reader) is { } text)
            {
                SetText(output, text);
                return;
            }

            // The text is kept, although half a character is lost where it was cut.
            SetText(output, MendedText.Of(reader.ValueSpan));
        }

        if (reader.TokenType != JsonTokenType.Null)
        {
            Keep(ref reader, output, "chunk");
        }
    }

    // The bytes that the process wrote may have come already, in `chunkBase64`.
    private static void SetText(ExecOutputEvent output, byte[] utf8)
    {
        if (output.Bytes.IsEmpty)
        {
            output.SetBytes(utf8);
        }
    }

    private static byte[]? TryCopyText(ref Utf8JsonReader reader)
    {
        // Unescaping never makes the text longer, and how much shorter it gets is known only afterwards. Nearly every output has line ends to unescape.
        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return text.AsSpan(0, reader.CopyString(text)).ToArray();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static void ReadBase64(ref Utf8JsonReader reader, ExecOutputEvent output)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes))
        {
            output.SetBytes(bytes);
        }
        else if (reader.TokenType != JsonTokenType.Null)
        {
            Keep(ref reader, output, "chunkBase64");
        }
    }

    private static void ReadUnknown(ref Utf8JsonReader reader, ExecOutputEvent output)
    {
        string? name = null;
        try
        {
            name = reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // A name that holds half a character names no field, and no dictionary could keep it.
        }

        reader.Read();
        // The field `type` is left out: when the event is written as JSON again, its own type is written.
        if (name is null || name.Equals("type", StringComparison.OrdinalIgnoreCase))
        {
            reader.Skip();
        }
        else
        {
            Keep(ref reader, output, name);
        }
    }

    private static void Keep(ref Utf8JsonReader reader, ExecOutputEvent output, string name) =>
        (output.AdditionalProperties ??= new Dictionary<string, JsonElement>())[name] = JsonElement.ParseValue(ref reader);
}
