using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shared.Wire.Json;

/// <summary>
/// A field under the name that the service formerly gave it. It arrives among the fields that a record does not know, and is taken from there into
/// the property of its newer name: so it is read by any serializer's options, and never written.
/// </summary>
internal static class OlderName
{
    /// <param name="name">The older name.</param>
    /// <param name="newer">What came under the newer name; it counts, unless it is null.</param>
    /// <param name="type">The type of both.</param>
    /// <param name="unknown">The fields that the record does not know; null afterwards if the older name was the only one.</param>
    /// <returns>What came, under whichever name. A value of another type stays among the unknown fields.</returns>
    public static T? Take<T>(string name, T? newer, JsonTypeInfo<T> type, ref IDictionary<string, JsonElement>? unknown) where T : class
    {
        if (unknown?.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } key)
        {
            return newer;
        }

        T? older = null;
        try
        {
            older = unknown[key].ValueKind == JsonValueKind.Null ? null : WireJson.Read(unknown[key], type);
        }
        catch (JsonException)
        {
            return newer;
        }

        unknown.Remove(key);
        unknown = unknown.Count == 0 ? null : unknown;
        return newer ?? older;
    }
}
