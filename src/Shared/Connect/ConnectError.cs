using System.Text.Json;

namespace Shared.Connect;

/// <summary>A refusal of the Connect protocol: the body of a unary refusal, and the error in the last frame of a stream.</summary>
/// <param name="Code">One of <see cref="ConnectCodes"/>.</param>
/// <param name="Message">The explanation for people; empty if there is none.</param>
internal sealed record ConnectError(string Code, string Message)
{
    /// <summary>Reads the body of a unary refusal; null if the body is no error of the protocol.</summary>
    public static ConnectError? OfBody(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = ConnectJson.Reader(utf8);
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
                ? Of(json.RootElement)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads an error. A code that is missing, or that the protocol does not have, is <see cref="ConnectCodes.Unknown"/>.</summary>
    /// <exception cref="InvalidOperationException">The error is no object, or a text in it holds half a character.</exception>
    public static ConnectError Of(JsonElement json) => new(ConnectCodes.Known(TextOf(json, "code")), TextOf(json, "message") ?? "");

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("code"u8, Code);
        if (Message.Length > 0)
        {
            writer.WriteString("message"u8, Message);
        }

        writer.WriteEndObject();
    }

    /// <summary>The body of a unary refusal.</summary>
    public byte[] ToBody()
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, ConnectJson.Writing))
        {
            Write(writer);
        }

        return body.ToArray();
    }

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
