using System.Buffers;
using System.Text;
using System.Text.Json;
using LocalComputers.Computers.Exec;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>The fields of a command's last event, as its frame and its row in the store have them.</summary>
internal static class ExecOutcome
{
    public static string Of(ExecExit exit) => Write(json =>
    {
        json.WriteBoolean("ok"u8, exit.Shell.ExitCode == 0);
        json.WriteNumber("exitCode"u8, exit.Shell.ExitCode);
        json.WriteNumber("durationMs"u8, exit.DurationMs);
        json.WriteBoolean("truncated"u8, exit.Truncated);
        json.WriteBoolean("timedOut"u8, exit.Shell.TimedOut);
        json.WriteString("signal"u8, exit.Shell.Signal);
        json.WriteNumber("stdoutBytes"u8, exit.StdoutBytes);
        json.WriteNumber("stderrBytes"u8, exit.StderrBytes);
        json.WriteString("stdoutSha256"u8, exit.StdoutSha256);
        json.WriteString("stderrSha256"u8, exit.StderrSha256);
    });

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
