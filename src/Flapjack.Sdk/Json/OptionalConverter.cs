using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Flapjack.Sdk;

/// <summary>
/// Reads and writes an <see cref="Optional{T}"/>. It stands on each property, with its type argument, because a converter for all of them would need
/// reflection; beside it stands <see cref="JsonIgnoreCondition.WhenWritingDefault"/>, which leaves out the fields that nobody assigned.
/// Public only because source-generated JSON of yours needs to see it.
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
    /// <exception cref="JsonException">The field is left out, and nothing has kept it from being written.</exception>
    public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!value.IsSet)
        {
            // Null in its place would clear the field.
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
