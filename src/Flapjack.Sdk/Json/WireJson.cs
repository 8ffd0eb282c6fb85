using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Flapjack.Sdk.Json;

/// <summary>Reads JSON off the wire, where a bare <c>null</c> is as broken as a missing brace.</summary>
internal static class WireJson
{
    /// <exception cref="JsonException">The bytes are not JSON of that shape.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(utf8, type) ?? throw new JsonException("The value is null.");

    /// <summary>Reads what an unknown event carries: JSON as it is, anything else as a JSON string, nothing as undefined.</summary>
    public static JsonElement ReadAny(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return default;
        }

        try
        {
            return JsonSerializer.Deserialize(utf8, FlapjackJsonContext.Default.JsonElement);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(utf8), FlapjackJsonContext.Default.String);
        }
    }
}
