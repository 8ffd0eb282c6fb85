using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Refusals;

namespace Shared.Hosting.Bodies;

/// <summary>
/// Reads a JSON object field by field. A field that has the wrong shape is refused with the code that the field has in the contract. A field that is
/// null counts as absent; only <see cref="Sent"/> tells the two apart.
/// </summary>
internal sealed class BodyReader
{
    private readonly JsonElement _fields;

    /// <exception cref="Refusal">The body is not a JSON object.</exception>
    public BodyReader(JsonElement body)
        : this(body, () => new(RefusalKind.NotAnObject, code: null, "The body must be a JSON object."))
    {
    }

    private BodyReader(JsonElement json, Func<Refusal> refusal) => _fields = json.ValueKind == JsonValueKind.Object ? json : throw refusal();

    /// <exception cref="Refusal">The body is not JSON in UTF-8, or not an object.</exception>
    public static async Task<BodyReader> ReadAsync(HttpContext context) => new(await JsonBody.ReadAsync(context).ConfigureAwait(false));

    /// <summary>
    /// The fields of a PATCH: only those that were sent. A field that was sent as null is null here, and empties the field; a field that was not sent is
    /// not here, and stays as it is.
    /// </summary>
    /// <param name="fields">Each field that can be changed, with its reader.</param>
    public JsonObject Sent(params ReadOnlySpan<(string Name, Func<BodyReader, object?> Read)> fields)
    {
        var patch = new JsonObject();
        foreach (var (name, read) in fields)
        {
            if (_fields.TryGetProperty(name, out _))
            {
                patch[name] = JsonSerializer.SerializeToNode(read(this));
            }
        }

        return patch;
    }

    /// <summary>A text without a NUL character; null when it is absent.</summary>
    public string? Text(string name, string code, int maxLength = int.MaxValue)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (!TryGetText(value, out var text))
        {
            throw Refusal.Invalid(code, $"{name} must be a string of Unicode text.");
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw Refusal.Invalid(code, $"{name} holds a NUL character.");
        }

        return text.Length <= maxLength ? text : throw Refusal.Invalid(code, $"{name} must have at most {maxLength} characters.");
    }

    /// <summary>A text that must be there, and must not be blank.</summary>
    public string RequiredText(string name, string code, int maxLength = int.MaxValue) =>
        Text(name, code, maxLength) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw Refusal.Invalid(code, $"{name} is required, and must not be blank.");

    /// <summary>A text whose further rules the caller checks; false when the field is absent or is no Unicode text.</summary>
    public bool TryText(string name, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return TryGet(name, out var value) && TryGetText(value, out text);
    }

    public bool? Flag(string name, string code) =>
        !TryGet(name, out var value) ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Refusal.Invalid(code, $"{name} must be true or false.");

    /// <summary>A whole number in a range. 30.0 and 3e1 are whole numbers too, because JSON has only one kind of number.</summary>
    public int? WholeNumber(string name, string code, int min, int max) =>
        !TryGet(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= min && number <= max && decimal.IsInteger(number) ? (int)number
        : throw Refusal.Invalid(code, $"{name} must be a whole number from {min} to {max}.");

    public string? OneOf(string name, string code, params IReadOnlyList<string> values)
    {
        var text = Text(name, code);
        return text is null || values.Contains(text) ? text : throw Refusal.Invalid(code, $"{name} must be one of {string.Join(", ", values)}.");
    }

    /// <summary>An object within the object; null when it is absent.</summary>
    /// <param name="name">The field.</param>
    /// <param name="code">The code of a value that is no object.</param>
    /// <param name="shape">What the object must be, for example <c>an object with a url</c>.</param>
    public BodyReader? Object(string name, string code, string shape) =>
        TryGet(name, out var value) ? new(value, () => Refusal.Invalid(code, $"{name} must be {shape}.")) : null;

    /// <summary>The objects of an array, each with its place for messages, such as <c>envVars[0]</c>; none when the array is absent. An object is looked at when its turn comes.</summary>
    /// <param name="name">The field.</param>
    /// <param name="code">The code of a value that is no array, and of an item that is no object.</param>
    /// <param name="shape">What the field must be, for example <c>an array of {key, value}</c>.</param>
    /// <param name="itemShape">What each item must be, for example <c>an object with the string key</c>.</param>
    public IEnumerable<(string Place, BodyReader Item)> Objects(string name, string code, string shape, string itemShape)
    {
        if (!TryGet(name, out var array))
        {
            yield break;
        }

        if (array.ValueKind != JsonValueKind.Array)
        {
            throw Refusal.Invalid(code, $"{name} must be {shape}.");
        }

        foreach (var (index, item) in array.EnumerateArray().Index())
        {
            var place = $"{name}[{index}]";
            yield return (place, new(item, () => Refusal.Invalid(code, $"{place} must be {itemShape}.")));
        }
    }

    private bool TryGet(string name, out JsonElement value) => _fields.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

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
}
