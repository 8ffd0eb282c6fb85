using System.Text.Json;
using Flapjack.ReferenceBackend.Refusals;
using LocalComputers.Computers.Exec;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend.Api.Bodies;

/// <summary>Reads and checks the body of <c>POST /api/agents/{agentId}/computer/exec</c>.</summary>
internal static class ExecBody
{
    private const int DefaultTimeoutSec = 120;
    private const int MaxTimeoutSec = 3_600;

    public static ExecRequest Read(JsonElement body, string? idempotencyKey)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refusal.Invalid("INVALID_BODY", "The body must be a JSON object.");
        }

        var command = JsonFields.Text(body, "command", "INVALID_COMMAND");
        if (string.IsNullOrWhiteSpace(command))
        {
            throw Refusal.Invalid("INVALID_COMMAND", "command is required, and must not be blank.");
        }

        if (!ShellCommand.Fits(command))
        {
            throw Refusal.Invalid(
                "INVALID_COMMAND", $"command is too long: it takes at most {ShellCommand.MaxBytes} bytes of UTF-8. Write a longer script into a file, and run the file.");
        }

        return new(command, ReadTimeout(body), ReadWorkingDir(body), idempotencyKey);
    }

    // An empty text names no folder: it is the default, and under an Idempotency-Key the same command as without the field.
    private static string? ReadWorkingDir(JsonElement body) =>
        JsonFields.Text(body, "workingDir", "INVALID_WORKING_DIR") is { Length: > 0 } workingDir ? workingDir : null;

    private static TimeSpan ReadTimeout(JsonElement body)
    {
        if (!JsonFields.TryGet(body, "timeoutSec", out var value))
        {
            return TimeSpan.FromSeconds(DefaultTimeoutSec);
        }

        // A decimal, because 30.0 and 3e1 are whole numbers too: JSON has one kind of number.
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var seconds) && seconds is >= 1 and <= MaxTimeoutSec && decimal.IsInteger(seconds)
            ? TimeSpan.FromSeconds((int)seconds)
            : throw Refusal.Invalid("INVALID_TIMEOUT", $"timeoutSec must be a whole number from 1 to {MaxTimeoutSec}.");
    }
}
