using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>A command's last event as JSON, for the store.</summary>
internal static class ExecOutcome
{
    public static string Of(ExecExit exit) => Write(json => ExecFrames.Write(json, exit));

    public static string Error(string code, string detail) => Write(json =>
    {
        json.WriteString("code"u8, code);
        json.WriteString("detail"u8, detail);
    });

    /// <summary>The exit code that an outcome tells; null when it tells none.</summary>
    public static int? ExitCodeOf(string? outcome) =>
        Field(outcome, "exitCode"u8) is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var number) ? number : null;

    /// <summary>The code of an error that an outcome tells; null when it tells none.</summary>
    public static string? ErrorCodeOf(string? outcome) =>
        Field(outcome, "code"u8) is { ValueKind: JsonValueKind.String } code ? code.GetString() : null;

    // Of a journal that was damaged an outcome may be anything.
    private static JsonElement? Field(string? outcome, ReadOnlySpan<byte> name)
    {
        try
        {
            using var json = JsonDocument.Parse(outcome ?? "{}");
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) ? value.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Write(Action<Utf8JsonWriter> writeFields)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            writeFields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
