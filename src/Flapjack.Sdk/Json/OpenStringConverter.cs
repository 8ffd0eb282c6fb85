using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk.Json;

/// <summary>Reads and writes every wire enumeration. Anything that is not a string reads as the default value: a new shape must not crash a caller.</summary>
internal sealed class OpenStringConverter<T> : JsonConverter<T> where T : struct, IOpenString<T>
{
    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return T.From(reader.GetString()!);
        }

        reader.Skip();
        return default;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
