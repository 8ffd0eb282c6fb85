using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Flapjack.ReferenceBackend.Refusals;

namespace Flapjack.ReferenceBackend.Api.Bodies;

/// <summary>Takes fields from a JSON object; what has the wrong shape is refused with the code that its field has in the contract.</summary>
internal static class JsonFields
{
    public static bool TryGet(JsonElement owner, string name, out JsonElement value) =>
        owner.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>An optional string; null when it is absent or null.</summary>
    public static string? Text(JsonElement owner, string name, string code, int maxLength = int.MaxValue)
    {
        if (!TryGet(owner, name, out var value))
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

    public static bool TryGetText(JsonElement value, [NotNullWhen(true)] out string? text)
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
