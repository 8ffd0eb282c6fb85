using System.Buffers;
using System.Text.Json;

namespace Shared.Connect;

/// <summary>What the last frame of a stream carries. It is JSON in every codec. A stream that ends without that frame was cut.</summary>
/// <param name="Error">Why the stream failed; null if it succeeded.</param>
internal sealed record EndOfStream(ConnectError? Error)
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoMetadata = new Dictionary<string, IReadOnlyList<string>>();

    public static EndOfStream Success { get; } = new((ConnectError?)null);

    /// <summary>The trailers: names in any case, and the values of each.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Metadata { get; init; } = NoMetadata;

    /// <exception cref="BadMessageException">The payload is no such JSON: whether the stream succeeded is unknown.</exception>
    public static EndOfStream Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = ConnectJson.Reader(utf8);
            using var json = JsonDocument.ParseValue(ref reader);
            if (reader.Read())
            {
                throw new JsonException("something follows the object");
            }

            return new(ErrorIn(json.RootElement)) { Metadata = MetadataIn(json.RootElement) };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BadMessageException(ConnectCodes.Internal, $"The last frame of the stream is not the JSON of an end: {e.Message}", e);
        }
    }

    public void Write(IBufferWriter<byte> to)
    {
        using var writer = new Utf8JsonWriter(to, ConnectJson.Writing);
        writer.WriteStartObject();
        if (Error is not null)
        {
            writer.WritePropertyName("error"u8);
            Error.Write(writer);
        }

        if (Metadata.Count > 0)
        {
            WriteMetadata(writer);
        }

        writer.WriteEndObject();
    }

    private static ConnectError? ErrorIn(JsonElement end) =>
        end.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null ? ConnectError.Of(error) : null;

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> MetadataIn(JsonElement end)
    {
        if (!end.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object)
        {
            return NoMetadata;
        }

        var read = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in metadata.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Array))
        {
            read[field.Name] = [.. field.Value.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)];
        }

        return read;
    }

    private void WriteMetadata(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("metadata"u8);
        foreach (var (name, values) in Metadata)
        {
            writer.WriteStartArray(name);
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
