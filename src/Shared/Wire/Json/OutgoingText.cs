using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shared.Wire.Json;

/// <summary>
/// Refuses text that can't be sent as it is. An encoder replaces half a character by U+FFFD: another command would run, or a secret would change,
/// and no error would say so.
/// </summary>
internal static class OutgoingText
{
    /// <param name="text">What would be sent.</param>
    /// <param name="field">How the caller writes it, for the message: a parameter, or a field such as <c>EnvVars[2].Value</c>.</param>
    /// <param name="parameter">The parameter of the public method.</param>
    /// <exception cref="ArgumentException">The text is not well-formed UTF-16. The message never shows the text.</exception>
    public static void Check(string text, string field, string parameter)
    {
        if (IndexOfHalfCharacter(text) is >= 0 and var half)
        {
            throw new ArgumentException($"{field} holds half a character (an unpaired surrogate) at index {half}; it would arrive as another text. Was it cut inside a character?", parameter);
        }
    }

    /// <summary>Whether a text can be encoded as it is, because it holds no half of a character.</summary>
    public static bool IsWhole(string text) => IndexOfHalfCharacter(text) < 0;

    /// <summary>Checks every text in a body. It uses the metadata of the body's type, so that a field that is added later is checked too.</summary>
    /// <exception cref="ArgumentException">One of the texts can't be sent; the message names its field as the caller writes it.</exception>
    public static void CheckAll(object body, JsonTypeInfo type, string parameter) => CheckValue(body, type, "", parameter);

    /// <summary>Checks every text in JSON that the caller wrote.</summary>
    /// <exception cref="ArgumentException">One of the texts can't be sent; the message names its place.</exception>
    public static void CheckAll(JsonElement json, string parameter) => CheckJson(json, parameter, parameter);

    /// <summary>Checks a text of a body. A path can carry an escaped NUL, but a field can't: no command, no environment variable and no column of the service's database can hold NUL.</summary>
    /// <param name="text">What would be sent.</param>
    /// <param name="field">How the caller writes it, for the message.</param>
    /// <param name="parameter">The parameter of the public method.</param>
    /// <exception cref="ArgumentException">The text can't be sent as it is. The message never shows the text.</exception>
    public static void CheckField(string text, string field, string parameter)
    {
        Check(text, field, parameter);
        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
        {
            throw new ArgumentException($"{field} holds a NUL character at index {nul}, which the service can't take.", parameter);
        }
    }

    private static void CheckValue(object? value, JsonTypeInfo type, string field, string parameter)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                CheckField(text, field, parameter);
                break;
            case IOptional optional:
                CheckValue(optional.Value, type.Options.GetTypeInfo(optional.ValueType), field, parameter);
                break;
            case JsonElement json:
                CheckJson(json, field, parameter);
                break;
            case IDictionary<string, JsonElement> unknown:
                CheckUnknown(unknown, field, parameter);
                break;
            case IDictionary map:
                CheckMap(map, type, field, parameter);
                break;
            case IEnumerable list:
                CheckList(list, type, field, parameter);
                break;
            case var record when type.Kind == JsonTypeInfoKind.Object:
                CheckRecord(record, type, field, parameter);
                break;
            default:
                // A number, or a wire enumeration, whose ToString is the text that is sent.
                CheckField(value.ToString() ?? "", field, parameter);
                break;
        }
    }

    private static void CheckRecord(object record, JsonTypeInfo type, string field, string parameter)
    {
        foreach (var property in type.Properties.Where(property => property.Get is not null))
        {
            var name = (property.AttributeProvider as MemberInfo)?.Name ?? property.Name;
            CheckValue(property.Get!(record), type.Options.GetTypeInfo(property.PropertyType), field.Length == 0 ? name : $"{field}.{name}", parameter);
        }
    }

    private static void CheckList(IEnumerable list, JsonTypeInfo type, string field, string parameter)
    {
        var element = type.Options.GetTypeInfo(type.ElementType ?? typeof(string));
        var index = 0;
        foreach (var item in list)
        {
            CheckValue(item, element, $"{field}[{index++}]", parameter);
        }
    }

    private static void CheckMap(IDictionary map, JsonTypeInfo type, string field, string parameter)
    {
        var element = type.Options.GetTypeInfo(type.ElementType ?? typeof(string));
        foreach (DictionaryEntry entry in map)
        {
            var key = entry.Key.ToString() ?? "";
            CheckField(key, $"A key of {field}", parameter);
            CheckValue(entry.Value, element, $"{field}[\"{key}\"]", parameter);
        }
    }

    private static void CheckUnknown(IDictionary<string, JsonElement> unknown, string field, string parameter)
    {
        foreach (var (key, json) in unknown)
        {
            CheckField(key, $"A key of {field}", parameter);
            CheckJson(json, $"{field}[\"{key}\"]", parameter);
        }
    }

    private static void CheckJson(JsonElement json, string field, string parameter)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Undefined:
                throw new ArgumentException($"{field} is an undefined JSON value; leave it out, or use null.", parameter);
            case JsonValueKind.String:
                CheckField(TextOf(json.GetString, field, parameter), field, parameter);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in json.EnumerateArray())
                {
                    CheckJson(item, $"{field}[{index++}]", parameter);
                }

                break;
            case JsonValueKind.Object:
                foreach (var item in json.EnumerateObject())
                {
                    var name = TextOf(() => item.Name, $"The name of a field of {field}", parameter);
                    CheckJson(item.Value, $"{field}[\"{name}\"]", parameter);
                }

                break;
        }
    }

    private static string TextOf(Func<string?> read, string field, string parameter)
    {
        try
        {
            return read() ?? "";
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException($"{field} holds half a character (an unpaired surrogate), or bytes that are not UTF-8.", parameter, e);
        }
    }

    private static int IndexOfHalfCharacter(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (; at >= 0 && at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                return at;
            }
        }

        return -1;
    }
}
