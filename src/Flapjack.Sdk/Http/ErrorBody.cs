using System.Text.Json;

namespace Flapjack.Sdk.Http;

/// <summary>The error envelope <c>{"error","detail","reason"}</c>; whatever is missing or of another shape is null.</summary>
internal readonly record struct ErrorBody(string? Code, string? Detail, string? Reason)
{
    public static ErrorBody Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(Field(document, "error"), Field(document, "detail"), Field(document, "reason"))
                : default;
        }
        // JSON may be well formed and yet hold half a character, which no string can.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static string? Field(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
