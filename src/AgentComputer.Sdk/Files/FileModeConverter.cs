using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Permissions, which are a decimal number on the wire: 420 is <c>0644</c>.</summary>
internal sealed class FileModeConverter : JsonConverter<UnixFileMode>
{
    /// <summary>All twelve bits: read, write and execute for three groups, and the three special bits.</summary>
    public const UnixFileMode All = (UnixFileMode)0xFFF;

    public override UnixFileMode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var mode) ? (UnixFileMode)mode & All : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, UnixFileMode value, JsonSerializerOptions options) => writer.WriteNumberValue((int)value);
}
