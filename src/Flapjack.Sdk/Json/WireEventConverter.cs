using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// Writes an event, whose declared type is the base type, as the record that it is, and reads it again by its name.
/// The type is public only because your source-generated JSON must be able to see it.
/// </summary>
/// <typeparam name="T">The base of the events, or the type of unknown ones.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WireEventConverter<T> : JsonConverter<T> where T : class
{
    private protected WireEventConverter()
    {
    }

    /// <summary>The metadata of the events' records.</summary>
    private protected abstract JsonSerializerContext Records { get; }

    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadEvent(JsonElement.ParseValue(ref reader)) as T ?? throw new JsonException($"The JSON is not that of a {typeof(T).Name}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(options);
        if (UnknownEvent(value) is { } unknown)
        {
            WriteUnknown(writer, unknown.Type, unknown.Data);
            return;
        }

        // The user's context may know only the base type.
        var type = options.TryGetTypeInfo(value.GetType(), out var theirs) ? theirs : Records.GetTypeInfo(value.GetType())!;
        JsonSerializer.Serialize(writer, value, type);
    }

    /// <summary>The event of an object; null if the object names no event.</summary>
    private protected abstract object? ReadEvent(JsonElement json);

    /// <summary>The name and the data of an event that this version does not know; null for every other event.</summary>
    private protected abstract (string Type, JsonElement Data)? UnknownEvent(T value);

    private static void WriteUnknown(Utf8JsonWriter writer, string type, JsonElement data)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        if (data.ValueKind != JsonValueKind.Undefined)
        {
            writer.WritePropertyName("data");
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(data), skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
