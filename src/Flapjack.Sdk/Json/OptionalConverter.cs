using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Flapjack.Sdk;

/// <summary>
/// Reads and writes an <see cref="Optional{T}"/>. Put it on each property, with its type argument, because a converter for all properties would need
/// reflection. Put <see cref="JsonIgnoreCondition.WhenWritingDefault"/> beside it, which leaves out the fields that nobody assigned.
/// The type is public only because your source-generated JSON must be able to see it.
/// </summary>
/// <typeparam name="T">The type of the field.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OptionalConverter<T> : JsonConverter<Optional<T>>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize(ref reader, TypeOf(options))!);

    /// <inheritdoc/>
    /// <exception cref="JsonException">The field is left out, but the property has no attribute that keeps it from being written.</exception>
    public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!value.IsSet)
        {
            // To write null instead would clear the field.
            throw new JsonException("A field that is left out can't be written. Put [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] on its property.");
        }

        JsonSerializer.Serialize(writer, value.Value!, TypeOf(options));
    }

    private static JsonTypeInfo<T> TypeOf(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }
}
