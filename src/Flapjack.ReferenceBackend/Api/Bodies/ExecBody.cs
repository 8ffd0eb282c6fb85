using LocalComputers.Computers.Exec;
using LocalComputers.Shells;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Api.Bodies;

/// <summary>Reads and checks the body of <c>POST /api/agents/{agentId}/computer/exec</c>.</summary>
internal static class ExecBody
{
    public const int DefaultTimeoutSec = 120;
    public const int MaxTimeoutSec = 3_600;

    public static ExecRequest Read(BodyReader body, string? idempotencyKey)
    {
        var command = body.RequiredText("command", "INVALID_COMMAND");
        if (!ShellCommand.Fits(command))
        {
            throw Refusal.Invalid(
                "INVALID_COMMAND", $"command is too long: it takes at most {ShellCommand.MaxBytes} bytes of UTF-8. Write a longer script into a file, and run the file.");
        }

        var timeout = body.WholeNumber("timeoutSec", "INVALID_TIMEOUT", 1, MaxTimeoutSec) ?? DefaultTimeoutSec;
        return new(command, TimeSpan.FromSeconds(timeout), ReadWorkingDir(body), idempotencyKey);
    }

    /// <summary>The refusal of a command whose working directory is not there.</summary>
    public static Refusal NoSuchWorkingDir(string? workingDir) => Refusal.Invalid("INVALID_WORKING_DIR", workingDir is null
        ? "The default workingDir '/workspace/app' is a link that is absolute, leaves /workspace or leads nowhere. Remove the link, or name another workingDir."
        : $"workingDir '{workingDir}' must be a directory inside /workspace that exists. A link on the way must be relative and stay inside.");

    // An empty text names no folder. It means the default folder, and under an Idempotency-Key it is the same command as without the field.
    private static string? ReadWorkingDir(BodyReader body) =>
        body.Text("workingDir", "INVALID_WORKING_DIR") is { Length: > 0 } workingDir ? workingDir : null;
}
