using System.Buffers;
using System.Text.Json;

namespace Flapjack.Sdk;

/// <summary>Reads the data of <c>stdout</c> and <c>stderr</c>: the text's bytes at once, without a string between.</summary>
internal static class ExecOutputJson
{
    public static T Read<T>(ReadOnlySpan<byte> data, T output) where T : ExecOutputEvent
    {
        var reader = new Utf8JsonReader(data);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The data is not an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("chunk"u8))
            {
                output.SetText(ReadText(ref reader));
            }
            else if (reader.ValueTextEquals("chunkBase64"u8))
            {
                output.SetExact(ReadBase64(ref reader));
            }
            else
            {
                var name = reader.GetString()!;
                reader.Read();
                (output.AdditionalProperties ??= new Dictionary<string, JsonElement>())[name] = JsonElement.ParseValue(ref reader);
            }
        }

        // What follows the object is as broken as what is missing from it.
        return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? output : throw new JsonException("The data is not one object.");
    }

    private static byte[] ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return [];
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("chunk is not a string.");
        }

        // Unescaping never makes it longer; by how much shorter is known only then, and nearly every output has line ends to unescape.
        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return text.AsSpan(0, reader.CopyString(text)).ToArray();
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("chunk holds half a character.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static byte[]? ReadBase64(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String when reader.TryGetBytesFromBase64(out var bytes) => bytes,
            _ => throw new JsonException("chunkBase64 is not base64."),
        };
    }
}
