using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>
/// Reads and writes every wire enumeration. JSON that is not a string is read as the default value, because a new shape must not crash a caller. If
/// the SDK itself reads, it also keeps the JSON in the record's <c>AdditionalProperties</c>.
/// The type is public only because your source-generated JSON must be able to see it.
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
