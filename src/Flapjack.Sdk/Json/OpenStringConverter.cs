using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>
/// Reads and writes every wire enumeration. Anything that is not a string reads as the default value: a new shape must not crash a caller. Where the
/// SDK itself reads, what came is kept in the record's <c>AdditionalProperties</c>, beside the default value.
/// Public only because source-generated JSON of yours needs to see it.
/// </summary>
/// <typeparam name="T">The enumeration.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OpenStringConverter<T> : JsonConverter<T> where T : struct, IOpenString<T>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return T.From(reader.GetString()!);
        }

        if (reader.TokenType != JsonTokenType.Null && WireJson.IsOurs(options))
        {
            throw new JsonException();
        }

        reader.Skip();
        return default;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }
}
