using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Shared.Wire.Json;

/// <summary>Reads a null as if the field were missing: an <c>exit</c> whose duration is null must not lose the exit code.</summary>
internal abstract class WireConverter<T>(JsonConverter<T> inner) : JsonConverter<T> where T : struct
{
    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? default : Read(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => inner.Write(writer, value, options);

    /// <exception cref="JsonException">The value can't stand for a <typeparamref name="T"/>.</exception>
    protected abstract T Read(ref Utf8JsonReader reader);

    /// <summary>A number, written as a number or as text, with a fraction or an exponent or without.</summary>
    protected static decimal ReadNumber(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number) ? number
        : reader.TokenType == JsonTokenType.String && decimal.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number
        : throw new JsonException();
}

/// <summary>A bool, also as text or as 0 or 1, as a form writes it, or as the t or f of PostgreSQL.</summary>
internal sealed class BooleanConverter() : WireConverter<bool>(JsonMetadataServices.BooleanConverter)
{
    protected override bool Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String when reader.ValueTextEquals("t"u8) => true,
        JsonTokenType.String when reader.ValueTextEquals("f"u8) => false,
        JsonTokenType.String when bool.TryParse(reader.GetString(), out var value) => value,
        _ => ReadNumber(ref reader) switch
        {
            0 => false,
            1 => true,
            _ => throw new JsonException(),
        },
    };
}

/// <summary>An int: a code, a port, a count. A number with a fraction is refused, because rounding would make another code of it.</summary>
internal sealed class Int32Converter() : WireConverter<int>(JsonMetadataServices.Int32Converter)
{
    protected override int Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value))
        {
            return value;
        }

        var number = ReadNumber(ref reader);
        return number is >= int.MinValue and <= int.MaxValue && decimal.IsInteger(number) ? (int)number : throw new JsonException();
    }
}

/// <summary>A long: a duration or a size, whose fraction is rounded.</summary>
internal sealed class Int64Converter() : WireConverter<long>(JsonMetadataServices.Int64Converter)
{
    protected override long Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value))
        {
            return value;
        }

        var number = decimal.Round(ReadNumber(ref reader), MidpointRounding.AwayFromZero);
        return number is >= long.MinValue and <= long.MaxValue ? (long)number : throw new JsonException();
    }
}

/// <summary>A point in time: ISO 8601, and the text form of PostgreSQL (<see cref="WireTime"/>).</summary>
internal sealed class TimeConverter() : WireConverter<DateTimeOffset>(JsonMetadataServices.DateTimeOffsetConverter)
{
    protected override DateTimeOffset Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && WireTime.TryRead(reader.GetString()!, out var time) ? time : throw new JsonException();
}

/// <summary>Any JSON. It is written as it came, so that half a character in it does not prevent the rest from being written.</summary>
internal sealed class RawJsonConverter : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
}
