using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// Reads and writes a <see cref="SystemPromptOverlay"/> as a text or as a list of texts.
/// The type is public only because your source-generated JSON must be able to see it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SystemPromptOverlayConverter : JsonConverter<SystemPromptOverlay>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON is neither a text nor a list of texts.</exception>
    public override SystemPromptOverlay? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        var parts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            parts.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException());
        }

        return parts.ToArray();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SystemPromptOverlay value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (!value.IsList)
        {
            writer.WriteStringValue(value.Parts[0]);
            return;
        }

        writer.WriteStartArray();
        foreach (var part in value.Parts)
        {
            writer.WriteStringValue(part);
        }

        writer.WriteEndArray();
    }
}
