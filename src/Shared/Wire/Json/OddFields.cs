using System.Buffers;
using System.Collections;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shared.Wire.Json;

/// <summary>
/// Reads JSON in which fields are of other types than documented. It copies the JSON without these fields, reads the copy, and then puts each field
/// as it came into the <c>AdditionalProperties</c> of its record. It uses the metadata of the types, so a new record needs no code for it.
/// </summary>
internal sealed class OddFields
{
    private readonly ArrayBufferWriter<byte> _copy = new();
    private readonly List<OddField> _found = [];

    /// <exception cref="JsonException">The value is no object, or no list, where the type is one; the message says what it is.</exception>
    public static T Read<T>(JsonElement json, JsonTypeInfo<T> type)
    {
        if (!MayHold(type, json))
        {
            throw new JsonException($"$ is {NameOf(json.ValueKind)}, not {(type.Kind == JsonTypeInfoKind.Enumerable ? "a list" : "an object")}.");
        }

        var odd = new OddFields();
        odd.Copy(json, type, []);
        var value = JsonSerializer.Deserialize(odd._copy.WrittenSpan, type)!;
        foreach (var field in odd._found)
        {
            Keep(field, value, type);
        }

        return value;
    }

    /// <summary>The unknown fields to send back with a record: the fields that came, without those for which a property has a value now.</summary>
    public static IDictionary<string, JsonElement>? Unset<T>(T record, JsonTypeInfo<T> type, IDictionary<string, JsonElement>? fields) where T : class =>
        fields?.Where(field => Find(type, field.Key)?.Get?.Invoke(record) is null).ToDictionary();

    private void Copy(JsonElement json, JsonTypeInfo type, object[] path)
    {
        if (type.Kind == JsonTypeInfoKind.Object)
        {
            CopyRecord(json, type, path);
        }
        else
        {
            CopyList(json, type, path);
        }
    }

    private void CopyRecord(JsonElement json, JsonTypeInfo type, object[] path)
    {
        var separator = "{"u8;
        foreach (var field in json.EnumerateObject())
        {
            // A name that holds half a character names no field, and no dictionary could keep it.
            if (TryGetName(field) is not { } name)
            {
                continue;
            }

            var property = Find(type, name);
            var inner = property is null ? null : type.Options.GetTypeInfo(property.PropertyType);
            if (property is null || Fits(name, field.Value, type))
            {
                Append(separator, name);
                _copy.Write(JsonMarshal.GetRawUtf8Value(field.Value));
            }
            else if (MayHold(inner!, field.Value))
            {
                Append(separator, name);
                Copy(field.Value, inner!, [.. path, property.Name]);
            }
            else
            {
                _found.Add(new(path, name, field.Value));
                continue;
            }

            separator = ","u8;
        }

        _copy.Write(separator[0] == (byte)'{' ? "{}"u8 : "}"u8);
    }

    /// <summary>Copies the elements that fit. If an element does not fit, the whole list as it came is kept as well.</summary>
    private void CopyList(JsonElement json, JsonTypeInfo type, object[] path)
    {
        var element = type.Options.GetTypeInfo(type.ElementType!);
        var (count, dropped) = (0, false);
        _copy.Write("["u8);
        foreach (var item in json.EnumerateArray())
        {
            var fits = Fits(item, element);
            if (!fits && !MayHold(element, item))
            {
                dropped = true;
                continue;
            }

            _copy.Write(count == 0 ? ""u8 : ","u8);
            if (fits)
            {
                _copy.Write(JsonMarshal.GetRawUtf8Value(item));
            }
            else
            {
                Copy(item, element, [.. path, count]);
            }

            count++;
        }

        _copy.Write("]"u8);
        if (dropped && path is [.. var owner, string name])
        {
            _found.Add(new(owner, name, json));
        }
    }

    private void Append(ReadOnlySpan<byte> separator, string name)
    {
        _copy.Write(separator);
        _copy.Write("\""u8);
        _copy.Write(JsonEncodedText.Encode(name).EncodedUtf8Bytes);
        _copy.Write("\":"u8);
    }

    /// <summary>Whether a record with this field alone can be read. So the property's own converter decides.</summary>
    private static bool Fits(string name, JsonElement value, JsonTypeInfo type)
    {
        var probe = new OddFields();
        probe.Append("{"u8, name);
        probe._copy.Write(JsonMarshal.GetRawUtf8Value(value));
        probe._copy.Write("}"u8);
        return Fits(probe._copy.WrittenSpan, type);
    }

    private static bool Fits(JsonElement value, JsonTypeInfo type) => Fits(JsonMarshal.GetRawUtf8Value(value), type);

    private static bool Fits(ReadOnlySpan<byte> json, JsonTypeInfo type)
    {
        try
        {
            JsonSerializer.Deserialize(json, type);
            return true;
        }
        catch (Exception e) when (WireJson.IsMisfit(e))
        {
            return false;
        }
    }

    private static bool MayHold(JsonTypeInfo type, JsonElement json) => (type.Kind, json.ValueKind) is
        (JsonTypeInfoKind.Object, JsonValueKind.Object) or (JsonTypeInfoKind.Enumerable, JsonValueKind.Array);

    private static void Keep(OddField field, object root, JsonTypeInfo rootType)
    {
        var (owner, type) = (root, rootType);
        foreach (var step in field.Path)
        {
            (owner, type) = step is string name && Find(type, name) is { Get: not null } property
                ? (property.Get(owner)!, type.Options.GetTypeInfo(property.PropertyType))
                : (((IEnumerable)owner).Cast<object>().ElementAt((int)step), type.Options.GetTypeInfo(type.ElementType!));
        }

        if (type.Properties.FirstOrDefault(property => property.IsExtensionData) is { Get: not null, Set: not null } extension)
        {
            var unknown = (IDictionary<string, JsonElement>?)extension.Get(owner) ?? new Dictionary<string, JsonElement>();
            unknown[field.Name] = field.Raw;
            extension.Set(owner, unknown);
        }
    }

    private static JsonPropertyInfo? Find(JsonTypeInfo type, string name) => type.Properties.FirstOrDefault(property => !property.IsExtensionData
        && string.Equals(property.Name, name, type.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

    private static string? TryGetName(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    /// <summary>A field that was left out of the copy.</summary>
    /// <param name="Path">The path to the record that the field belongs to: names, and positions in lists.</param>
    /// <param name="Name">Its name as it came.</param>
    /// <param name="Raw">Its value as it came.</param>
    private sealed record OddField(object[] Path, string Name, JsonElement Raw);
}
