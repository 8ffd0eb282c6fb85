using System.Text.Json;

namespace Shared.Connect;

/// <summary>
/// How a message stands in the JSON of proto3: a table of its fields. Google.Protobuf can do the same by reflection. This does it without reflection,
/// and without a string between the message and its bytes.
/// </summary>
/// <param name="fields">The fields, in the order in which they are written.</param>
internal sealed class MessageJson<T>(params MessageField<T>[] fields) where T : class, new()
{
    public void Write(Utf8JsonWriter writer, T message)
    {
        writer.WriteStartObject();
        foreach (var field in fields)
        {
            field.Write(writer, message);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads the object at which the reader stands. Unknown fields are skipped; a field that is null is as good as missing.</summary>
    /// <exception cref="JsonException">The JSON is no such message.</exception>
    public T Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"An object is expected, not {reader.TokenType}.");
        }

        var message = new T();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var field = FieldAt(ref reader);
            reader.Read();
            if (field is null)
            {
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                field.Read(ref reader, message);
            }
        }

        return message;
    }

    private MessageField<T>? FieldAt(ref Utf8JsonReader reader)
    {
        foreach (var field in fields)
        {
            if (field.IsNamedAt(ref reader))
            {
                return field;
            }
        }

        return null;
    }
}
