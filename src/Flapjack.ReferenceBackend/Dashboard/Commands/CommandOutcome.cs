using System.Text.Json;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using LocalComputers.Computers.Exec;

namespace Flapjack.ReferenceBackend.Dashboard.Commands;

/// <summary>How a command ended, in a word and in a sentence.</summary>
/// <param name="Word">In a word: <c>running</c>, <c>exit 0</c>, <c>failed</c>, <c>unknown</c>.</param>
/// <param name="Mood">How the word is coloured; see <see cref="Pieces.Pill"/>.</param>
/// <param name="Detail">What else is known of its end; empty for nothing.</param>
internal sealed record CommandOutcome(string Word, string Mood, string Detail)
{
    public static CommandOutcome Of(ExecRecord exec)
    {
        if (exec.EndedAt is null)
        {
            return new("running", "moving", "");
        }

        if (exec.Outcome is null)
        {
            return new("unknown", "bad", "The backend ended while the command ran; nobody knows how it went.");
        }

        var fields = FieldsOf(exec);
        return fields.TryGetProperty("exitCode", out var code)
            ? new($"exit {code.GetRawText()}", code.GetRawText() == "0" ? "good" : "bad", DetailOf(fields))
            : new("failed", "bad", $"{Text(fields, "code")}: {Text(fields, "detail")}");
    }

    /// <summary>How many bytes it wrote; null as long as nobody knows.</summary>
    public static (long Stdout, long Stderr)? BytesOf(ExecRecord exec)
    {
        var fields = FieldsOf(exec);
        return fields.TryGetProperty("stdoutBytes", out var stdout) && stdout.TryGetInt64(out var toStdout)
            && fields.TryGetProperty("stderrBytes", out var stderr) && stderr.TryGetInt64(out var toStderr)
            ? (toStdout, toStderr)
            : null;
    }

    // After a crash an outcome is taken from a journal, and of a journal that was damaged it may be anything.
    private static JsonElement FieldsOf(ExecRecord exec)
    {
        try
        {
            return JsonElement.Parse(exec.Outcome ?? "{}") is { ValueKind: JsonValueKind.Object } fields ? fields : JsonElement.Parse("{}");
        }
        catch (JsonException)
        {
            return JsonElement.Parse("{}");
        }
    }

    private static string DetailOf(JsonElement fields) => string.Join(' ', new[]
    {
        Flag(fields, "timedOut") ? "It was killed because its time was over." : "",
        Text(fields, "signal") is { Length: > 0 } signal ? $"The signal {signal} ended it." : "",
        Flag(fields, "truncated") ? "A part in the middle of its output is left out, because there was too much." : "",
    }.Where(sentence => sentence.Length > 0));

    private static bool Flag(JsonElement fields, string name) => fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string Text(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
