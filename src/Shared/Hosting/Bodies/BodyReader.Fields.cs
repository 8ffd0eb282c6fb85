using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Shared.Hosting.Refusals;

namespace Shared.Hosting.Bodies;

/// <summary>The shapes that a field can have.</summary>
internal sealed partial class BodyReader
{
    // What a required text is while the fields are written down. No rule of a resource is met by it for sure.
    private const string StandIn = "text";

    /// <summary>A text without a NUL character; null when it is absent.</summary>
    public string? Text(string name, string code, int maxLength = int.MaxValue)
    {
        Asked(name, "string");
        return TryGet(name, out var value) ? CheckedText(value, name, code, maxLength) : null;
    }

    /// <summary>A text that must be there, and must not be blank.</summary>
    /// <param name="name">The field.</param>
    /// <param name="code">The code of a text that is no text, or too long.</param>
    /// <param name="maxLength">How many characters it may have.</param>
    /// <param name="missing">The code of a text that is not there or is blank; null for the same code.</param>
    public string RequiredText(string name, string code, int maxLength = int.MaxValue, string? missing = null)
    {
        Asked(name, "string", isRequired: true);
        return _recorder is not null ? StandIn
            : Text(name, code, maxLength) is { } text && !string.IsNullOrWhiteSpace(text) ? text
            : throw Refusal.Invalid(missing ?? code, $"{name} is required, and must not be blank.");
    }

    /// <summary>A text whose further rules the caller checks; false when the field is absent or is no Unicode text.</summary>
    public bool TryText(string name, [NotNullWhen(true)] out string? text)
    {
        Asked(name, "string");
        text = null;
        return TryGet(name, out var value) && TryGetText(value, out text);
    }

    /// <summary>The texts of an array, none of them with a NUL character; null when the array is absent.</summary>
    public IReadOnlyList<string>? Texts(string name, string code, int maxLength = int.MaxValue)
    {
        Asked(name, "array");
        return !TryGet(name, out var array) ? null
            : array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray().Select((item, index) => CheckedText(item, $"{name}[{index}]", code, maxLength))]
            : throw Refusal.Invalid(code, $"{name} must be an array of strings.");
    }

    public bool? Flag(string name, string code)
    {
        Asked(name, "boolean");
        return !TryGet(name, out var value) ? null
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
            : throw Refusal.Invalid(code, $"{name} must be true or false.");
    }

    public bool RequiredFlag(string name, string code)
    {
        Asked(name, "boolean", isRequired: true);
        return _recorder is null && (Flag(name, code) ?? throw Refusal.Invalid(code, $"{name} is required, and must be true or false."));
    }

    /// <summary>A whole number in a range. 30.0 and 3e1 are whole numbers too, because JSON has only one kind of number.</summary>
    public int? WholeNumber(string name, string code, int min, int max)
    {
        Asked(name, "integer");
        return !TryGet(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= min && number <= max && decimal.IsInteger(number) ? (int)number
            : throw Refusal.Invalid(code, $"{name} must be a whole number from {min} to {max}.");
    }

    /// <inheritdoc cref="WholeNumber(string, string, int, int)"/>
    public long? WholeNumber(string name, string code, long min, long max)
    {
        Asked(name, "integer");
        return !TryGet(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= min && number <= max && decimal.IsInteger(number) ? (long)number
            : throw Refusal.Invalid(code, $"{name} must be a whole number from {min} to {max}.");
    }

    /// <summary>A whole number in a range that must be there.</summary>
    public long RequiredWholeNumber(string name, string code, long min, long max)
    {
        Asked(name, "integer", isRequired: true);
        return _recorder is not null ? min : WholeNumber(name, code, min, max) ?? throw Refusal.Invalid(code, $"{name} is required, and must be a whole number from {min} to {max}.");
    }

    /// <summary>A number in a range.</summary>
    public double? Number(string name, string code, double min, double max)
    {
        Asked(name, "number");
        return !TryGet(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max ? number
            : throw Refusal.Invalid(code, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} must be a number from {min} to {max}."));
    }

    public string? OneOf(string name, string code, params IReadOnlyList<string> values)
    {
        Asked(name, "string", values: values);
        var text = Text(name, code);
        return text is null || values.Contains(text) ? text : throw NotOneOf(name, code, values);
    }

    public string RequiredOneOf(string name, string code, params IReadOnlyList<string> values)
    {
        Asked(name, "string", isRequired: true, values);
        return _recorder is not null ? values[0] : OneOf(name, code, values) ?? throw NotOneOf(name, code, values);
    }

    /// <summary>A UUID, in lower case, as ids are stored; null when it is absent.</summary>
    public string? Uuid(string name, string code)
    {
        Asked(name, "string");
        return Text(name, code) is not { } text ? null : Ids.TryRead(text, out var id) ? id : throw Refusal.Invalid(code, $"{name} must be a UUID.");
    }

    public string RequiredUuid(string name, string code)
    {
        Asked(name, "string", isRequired: true);
        return _recorder is not null ? Guid.Empty.ToString() : Uuid(name, code) ?? throw Refusal.Invalid(code, $"{name} is required, and must be a UUID.");
    }

    /// <summary>Any JSON; null when it is absent.</summary>
    public JsonElement? Json(string name, string code)
    {
        Asked(name, type: null);
        return TryGet(name, out var value) ? Storable(value, name, code) : null;
    }

    /// <summary>A JSON object with whatever fields it has; null when it is absent.</summary>
    public JsonElement? JsonObject(string name, string code)
    {
        Asked(name, "object");
        return !TryGet(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Object ? Storable(value, name, code)
            : throw Refusal.Invalid(code, $"{name} must be an object.");
    }

    /// <summary>A JSON array with whatever items it has; null when it is absent.</summary>
    public JsonElement? JsonArray(string name, string code)
    {
        Asked(name, "array");
        return !TryGet(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Array ? Storable(value, name, code)
            : throw Refusal.Invalid(code, $"{name} must be an array.");
    }

    /// <summary>The whole body, with whatever fields it has.</summary>
    public JsonElement WholeBody(string code) => Storable(_fields, "The body", code);

    /// <summary>An object within the object; null when it is absent.</summary>
    /// <param name="name">The field.</param>
    /// <param name="code">The code of a value that is no object.</param>
    /// <param name="shape">What the object must be, for example <c>an object with a url</c>.</param>
    /// <param name="read">Reads the object.</param>
    public T? Object<T>(string name, string code, string shape, Func<BodyReader, T> read) where T : class
    {
        AskedWithin(name, "object", read);
        return TryGet(name, out var value) ? read(new(value, () => Refusal.Invalid(code, $"{name} must be {shape}."))) : null;
    }

    /// <summary>The objects of an array; none when the array is absent. An object is looked at when its turn comes.</summary>
    /// <param name="name">The field.</param>
    /// <param name="code">The code of a value that is no array, and of an item that is no object.</param>
    /// <param name="shape">What the field must be, for example <c>an array of {key, value}</c>.</param>
    /// <param name="itemShape">What each item must be, for example <c>an object with the string key</c>.</param>
    /// <param name="read">Reads an item. The text is its place for messages, such as <c>envVars[0]</c>.</param>
    public List<T> Objects<T>(string name, string code, string shape, string itemShape, Func<BodyReader, string, T> read)
    {
        AskedWithin(name, "array", item => read(item, name));
        if (!TryGet(name, out var array))
        {
            return [];
        }

        return array.ValueKind == JsonValueKind.Array
            ? [.. array.EnumerateArray().Select((item, index) => ReadItem(item, $"{name}[{index}]"))]
            : throw Refusal.Invalid(code, $"{name} must be {shape}.");

        T ReadItem(JsonElement item, string place) => read(new(item, () => Refusal.Invalid(code, $"{place} must be {itemShape}.")), place);
    }

    private static string CheckedText(JsonElement value, string name, string code, int maxLength) =>
        !TryGetText(value, out var text) ? throw Refusal.Invalid(code, $"{name} must be a string of Unicode text.")
        : text.Contains('\0', StringComparison.Ordinal) ? throw Refusal.Invalid(code, $"{name} holds a NUL character.")
        : text.Length <= maxLength ? text
        : throw Refusal.Invalid(code, $"{name} must have at most {maxLength} characters.");

    private static bool TryGetText(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        text = null;
        try
        {
            text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 is half a character.
        }

        return text is not null;
    }

    // JSON that no rule reads is stored and sent back as it came, so every text in it must be a text.
    private static JsonElement Storable(JsonElement value, string name, string code) => IsUnicode(value)
        ? value
        : throw Refusal.Invalid(code, $"{name} holds a string that is not Unicode text.");

    private static bool IsUnicode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TryGetText(value, out _),
        JsonValueKind.Array => value.EnumerateArray().All(IsUnicode),
        JsonValueKind.Object => value.EnumerateObject().All(field => IsUnicode(field.Value)),
        _ => true,
    };

    private static Refusal NotOneOf(string name, string code, IReadOnlyList<string> values) =>
        Refusal.Invalid(code, $"{name} must be one of {string.Join(", ", values)}.");
}
