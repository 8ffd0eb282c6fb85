using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Chat.Computers;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>What the end of a command means for its step.</summary>
internal static class ComputerOutcome
{
    public const string UnknownCode = "COMMAND_OUTCOME_UNKNOWN";

    /// <summary>The code of a command that was stopped before it started.</summary>
    public const string StoppedCode = "EXEC_STOPPED";

    private const string Failed = "COMMAND_FAILED";

    public static StepOutcome Of(RunStep step, StepCommand command, CommandEnd end)
    {
        var output = OutputOf(end);
        var name = $"The command of the step '{step.Label}'";
        return end.ErrorCode switch
        {
            null when end.ExitCode == 0 || command.AllowsFailure => StepOutcome.Completed(output),
            null when end.TimedOut => StepOutcome.Failed(Failed, $"{name} was stopped after {step.TimeoutSec} s. Allow it more by timeoutSec.", output),
            null when end.Signal is not null => StepOutcome.Failed(Failed, $"{name} was ended by {end.Signal}.", output),
            null => StepOutcome.Failed(Failed, $"{name} ended with the exit code {end.ExitCode}. Its output tells more.", output),
            "EXEC_START_FAILED" or StoppedCode => StepOutcome.Failed(Failed, $"{name} was not run: {end.Error}", output),
            "SANDBOX_DESTROYED" => StepOutcome.Failed("COMPUTER_UNAVAILABLE", $"{name} was killed: {end.Error}", output),
            _ => StepOutcome.Failed(UnknownCode, $"{name} has no end: {end.Error} Look at what it has changed.", output),
        };
    }

    private static JsonElement OutputOf(CommandEnd end) => JsonSerializer.SerializeToElement(
        new JsonObject
        {
            ["exit_code"] = end.ExitCode,
            ["stdout"] = end.Stdout,
            ["stderr"] = end.Stderr,
            ["timed_out"] = end.TimedOut,
            ["signal"] = end.Signal,
            ["json"] = StepJson.Parse(end.Stdout),
        },
        JsonText.Options);
}
