using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;
using Int32Converter = Shared.Wire.Json.Int32Converter;

namespace AgentComputer.Sdk;

/// <summary>
/// Reads an exit code. A null is not a missing code, which would stand for zero: if the SDK itself reads, the null is kept in the record's
/// <c>AdditionalProperties</c>. The type is public only because your source-generated JSON must be able to see it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ExitCodeConverter : JsonConverter<int?>
{
    private static readonly Int32Converter Number = new();

    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            return Number.Read(ref reader, typeof(int), options);
        }

        return WireJson.IsOurs(options) ? throw new JsonException() : null;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is { } code)
        {
            writer.WriteNumberValue(code);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
