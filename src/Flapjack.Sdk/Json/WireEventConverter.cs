using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// Writes an event that is known by its base type as the record that it is, and reads it again by its name.
/// Public only because source-generated JSON of yours needs to see it.
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

        // A context of the user's may know the base type alone.
        var type = options.TryGetTypeInfo(value.GetType(), out var theirs) ? theirs : Records.GetTypeInfo(value.GetType())!;
        JsonSerializer.Serialize(writer, value, type);
    }

    /// <summary>The event of an object; null where the object names none.</summary>
    private protected abstract object? ReadEvent(JsonElement json);

    /// <summary>The name and the data of an event that this version does not know; null for one that it knows.</summary>
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
