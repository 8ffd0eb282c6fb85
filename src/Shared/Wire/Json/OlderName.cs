using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shared.Wire.Json;

/// <summary>
/// A field under its former name. It arrives among the fields that a record does not know, and is moved from there into the property of the newer
/// name. So it is read with the options of any serializer, and is never written.
/// </summary>
internal static class OlderName
{
    /// <param name="name">The older name.</param>
    /// <param name="newer">The value that came under the newer name; it counts, unless it is null.</param>
    /// <param name="type">The type of both.</param>
    /// <param name="unknown">The fields that the record does not know; null afterwards if there was only the field with the older name.</param>
    /// <returns>The value, whichever name it came under. A value of another type stays among the unknown fields.</returns>
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
