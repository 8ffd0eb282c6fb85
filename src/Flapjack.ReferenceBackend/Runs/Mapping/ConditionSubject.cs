using System.Text.Json;

namespace Flapjack.ReferenceBackend.Runs.Mapping;

/// <summary>What a test of a condition looks at.</summary>
/// <param name="Value">What a definite path has found, or the list that another path has found; null if the definite path has found nothing.</param>
/// <param name="Exists">Whether the path has found anything.</param>
internal readonly record struct ConditionSubject(JsonElement? Value, bool Exists)
{
    // What a run has brought has more levels than JSON is read with, because each output stands in it a few levels deeper.
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 256 };

    public static ConditionSubject Find(JsonPath path, PathDocument document)
    {
        if (path.IsList)
        {
            var list = path.FindAll(document);
            return new(JsonSerializer.SerializeToElement(list, Deep), list.Count > 0);
        }

        var found = path.FindOne(document);
        return new(found, found is not null);
    }

    /// <summary>The text; null for anything else.</summary>
    public string? Text => Value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Whether it is not there, null, an empty text, or a list or an object without content.</summary>
    public bool IsEmpty => Value is not { } value || value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };

    /// <summary>Whether it is there and equals a value. Numbers are equal that are the same number, however they are written.</summary>
    public bool Equals(JsonElement value) => Value is { } own && JsonElement.DeepEquals(own, value);

    /// <summary>Whether it is a text that holds another text, or a list that holds a value.</summary>
    public bool Contains(JsonElement value) => Value is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value))
        : Text is { } text && value.ValueKind == JsonValueKind.String && text.Contains(value.GetString()!, StringComparison.Ordinal);

    /// <summary>Less than zero if it is less than a value, more than zero if it is more. Numbers are compared with numbers, and texts with texts, character by character; null for anything else.</summary>
    public int? CompareTo(JsonElement value) =>
        Value is not { } own || own.ValueKind != value.ValueKind ? null
        : own.ValueKind == JsonValueKind.Number ? new JsonNumber(own).CompareTo(new JsonNumber(value))
        : own.ValueKind == JsonValueKind.String ? string.CompareOrdinal(own.GetString(), value.GetString())
        : null;
}
