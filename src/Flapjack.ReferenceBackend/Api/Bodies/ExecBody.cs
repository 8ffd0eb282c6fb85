using System.Text.Json;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Computers;
using Flapjack.ReferenceBackend.Computers.Exec;

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
            throw ApiError.BadRequest("INVALID_BODY", "The body must be a JSON object.");
        }

        var command = JsonFields.Text(body, "command", "INVALID_COMMAND");
        if (string.IsNullOrWhiteSpace(command) || !ShellCommand.Fits(command))
        {
            throw ApiError.BadRequest("INVALID_COMMAND", $"command is required, and takes at most {ShellCommand.MaxBytes} bytes of UTF-8.");
        }

        return new(command, ReadTimeout(body), JsonFields.Text(body, "workingDir", "INVALID_WORKING_DIR"), idempotencyKey);
    }

    private static TimeSpan ReadTimeout(JsonElement body)
    {
        if (!JsonFields.TryGet(body, "timeoutSec", out var value))
        {
            return TimeSpan.FromSeconds(DefaultTimeoutSec);
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seconds) && seconds is >= 1 and <= MaxTimeoutSec
            ? TimeSpan.FromSeconds(seconds)
            : throw ApiError.BadRequest("INVALID_TIMEOUT", $"timeoutSec must be a whole number from 1 to {MaxTimeoutSec}.");
    }
}
