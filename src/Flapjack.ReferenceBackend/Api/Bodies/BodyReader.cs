using System.Text.Json;
using Flapjack.ReferenceBackend.Refusals;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Api.Bodies;

/// <summary>Reads a body field by field. A field that has the wrong shape is refused with that field's own code; a field that is null counts as absent, unless somebody asks <see cref="Has"/>.</summary>
internal sealed class BodyReader
{
    private readonly JsonElement _body;

    /// <exception cref="Refusal">The body is not a JSON object.</exception>
    public BodyReader(JsonElement body) =>
        _body = body.ValueKind == JsonValueKind.Object ? body : throw Refusal.Invalid("INVALID_BODY", "The body must be a JSON object.");

    /// <exception cref="Refusal">The body is not JSON in UTF-8, or not an object.</exception>
    public static async Task<BodyReader> ReadAsync(HttpContext context) => new(await JsonBody.ReadAsync(context).ConfigureAwait(false));

    /// <summary>Whether the field was sent, also as null: a PATCH leaves alone what was not sent, and empties what was sent as null.</summary>
    public bool Has(string name) => _body.TryGetProperty(name, out _);

    public string? Text(string name, string code, int maxLength = int.MaxValue) => JsonFields.Text(_body, name, code, maxLength);

    /// <summary>A text that must be there, and not be blank.</summary>
    public string RequiredText(string name, string code, int maxLength = int.MaxValue) =>
        Text(name, code, maxLength) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw Refusal.Invalid(code, $"{name} is required, and must not be blank.");

    public bool? Flag(string name, string code) =>
        !JsonFields.TryGet(_body, name, out var value) ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Refusal.Invalid(code, $"{name} must be true or false.");

    public string? OneOf(string name, string code, params IReadOnlyList<string> values)
    {
        var text = Text(name, code);
        return text is null || values.Contains(text) ? text : throw Refusal.Invalid(code, $"{name} must be one of {string.Join(", ", values)}.");
    }
}
