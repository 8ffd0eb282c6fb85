using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Flapjack.Sdk.Json;

/// <summary>Reads a null as if the field were missing: an <c>exit</c> whose duration is null must not lose the exit code.</summary>
internal abstract class NullAsDefaultConverter<T>(JsonConverter<T> inner) : JsonConverter<T> where T : struct
{
    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? default : inner.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => inner.Write(writer, value, options);
}

internal sealed class BooleanConverter() : NullAsDefaultConverter<bool>(JsonMetadataServices.BooleanConverter);

internal sealed class Int32Converter() : NullAsDefaultConverter<int>(JsonMetadataServices.Int32Converter);

internal sealed class Int64Converter() : NullAsDefaultConverter<long>(JsonMetadataServices.Int64Converter);
