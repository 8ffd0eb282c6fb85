using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Chat.Tools;
using LocalComputers.Computers;
using LocalComputers.Computers.Exec;

namespace Flapjack.ReferenceBackend.Chat.Computers;

/// <summary>Runs one command for a model, and tells the model how it went.</summary>
internal sealed class ComputerRun(Computer computer, string orgId, Actor actor)
{
    /// <summary>Runs the command to its end. If the caller cancels, the command is killed, and nobody waits for that here.</summary>
    /// <inheritdoc cref="Computer.AddOrFindExecAsync"/>
    public async Task<ToolOutcome> RunAsync(ExecRequest request, CancellationToken cancellationToken)
    {
        var (run, _) = await computer.AddOrFindExecAsync(orgId, actor, request, cancellationToken).ConfigureAwait(false);
        try
        {
            return OutcomeOf(await CommandReader.RunAsync(run, cancellationToken).ConfigureAwait(false), request);
        }
        catch (OperationCanceledException)
        {
            // The stop only asks. The run kills and records by itself, and its computer awaits it. Another reader of the command does not keep it alive.
            _ = run.StopAsync();
            throw;
        }
    }

    private static ToolOutcome OutcomeOf(CommandEnd end, ExecRequest request)
    {
        if (end.ExitCode is null)
        {
            return ToolOutcome.Of(WithOutput(new() { ["error"] = $"{end.Error} Look at what the command has changed before you run it again." }, end)) with { IsError = true };
        }

        var result = WithOutput(new() { ["exitCode"] = end.ExitCode }, end);
        result["timedOut"] = end.TimedOut;
        if (end.TimedOut)
        {
            result["note"] = $"The command was stopped after {request.Timeout.TotalSeconds} s. Allow it more by timeoutSec, at most {ExecBody.MaxTimeoutSec}, or start it in the background.";
        }
        else if (end.Signal is { } signal)
        {
            result["signal"] = signal;
        }

        return ToolOutcome.Of(result);
    }

    private static JsonObject WithOutput(JsonObject result, CommandEnd end)
    {
        result["stdout"] = end.Stdout;
        result["stderr"] = end.Stderr;
        return result;
    }
}
