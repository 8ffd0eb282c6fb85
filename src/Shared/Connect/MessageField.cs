using System.Text;
using System.Text.Json;

namespace Shared.Connect;

/// <summary>One field of a message in JSON.</summary>
/// <param name="name">Its name in lowerCamelCase, by which it is written. The name in snake_case is read as well.</param>
/// <param name="write">Writes it.</param>
/// <param name="read">Reads its value.</param>
internal sealed class MessageField<T>(string name, MessageField<T>.Writing write, MessageField<T>.Reading read)
{
    private readonly JsonEncodedText _name = JsonEncodedText.Encode(name);
    private readonly byte[] _snakeName = Encoding.UTF8.GetBytes(string.Concat(name.Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}")));

    /// <summary>Writes name and value, or nothing if the message does not have the field.</summary>
    public delegate void Writing(Utf8JsonWriter writer, JsonEncodedText name, T message);

    /// <summary>Reads the value at which the reader stands, which is not null.</summary>
    public delegate void Reading(ref Utf8JsonReader reader, T message);

    public bool IsNamedAt(ref Utf8JsonReader reader) => reader.ValueTextEquals(_name.EncodedUtf8Bytes) || reader.ValueTextEquals(_snakeName);

    public void Write(Utf8JsonWriter writer, T message) => write(writer, _name, message);

    public void Read(ref Utf8JsonReader reader, T message)
    {
        try
        {
            read(ref reader, message);
        }
        // Well-formed JSON may hold half a character, which a string can't hold.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new JsonException($"{name}: {e.Message}", e);
        }
    }
}
