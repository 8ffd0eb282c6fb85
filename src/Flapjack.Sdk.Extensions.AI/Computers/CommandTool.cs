using System.Text.Json.Nodes;

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>Runs a command for a model, and tells the model how it went.</summary>
internal sealed class CommandTool(FlapjackClient client, string agentId, ComputerToolsOptions options)
{
    public async Task<JsonObject> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var asked = arguments.Number("timeoutSec", (int)Math.Ceiling(options.MaxTimeout.TotalSeconds));
        var exec = new ExecComputerOptions
        {
            Command = arguments.Required("command"),
            Timeout = asked is { } seconds ? TimeSpan.FromSeconds(seconds) : options.Timeout,
            WorkingDir = arguments.Text("workingDir") is { Length: > 0 } folder ? folder : options.WorkingDirectory,
            WaitForReady = options.WaitForReady,
            // The caller may keep what it is given.
            LendsOutput = options.OnOutput is null,
        };
        CheckText(exec);
        var (stdout, stderr) = (new KeptText(options.MaxOutputLength), new KeptText(options.MaxOutputLength));
        var result = await RunAsync(exec, stdout, stderr, cancellationToken).ConfigureAwait(false);
        result["stdout"] = stdout.ToString();
        result["stderr"] = stderr.ToString();
        return result;
    }

    private async Task<JsonObject> RunAsync(ExecComputerOptions exec, KeptText stdout, KeptText stderr, CancellationToken cancellationToken)
    {
        var dropped = false;
        try
        {
            await foreach (var item in client.ExecComputerAsync(agentId, exec, cancellationToken).ConfigureAwait(false))
            {
                switch (item)
                {
                    case ExecOutputEvent output:
                        (output is ExecStderrEvent ? stderr : stdout).Add(output.Chunk);
                        if (options.OnOutput is { } told)
                        {
                            await told(output, cancellationToken).ConfigureAwait(false);
                        }

                        break;
                    case ExecOutputDroppedEvent:
                        dropped = true;
                        break;
                    case ExecErrorEvent error:
                        return Lost(error);
                    case ExecExitEvent exit:
                        return Ended(exit, exec, dropped);
                }
            }

            return new() { ["exitCode"] = null, ["error"] = CallFaults.Unknown };
        }
        catch (FlapjackException e) when (CallFaults.Explain(e) is { } explanation)
        {
            return new() { ["exitCode"] = null, ["error"] = explanation };
        }
    }

    private static JsonObject Lost(ExecErrorEvent error) => new()
    {
        ["exitCode"] = null,
        ["error"] = $"The computer lost the command, which may have done all, some or nothing of its work: {error.Detail ?? error.Code ?? "it did not say why"} Look at what it has changed before you run it again.",
    };

    private static JsonObject Ended(ExecExitEvent exit, ExecComputerOptions exec, bool dropped)
    {
        var result = new JsonObject { ["exitCode"] = exit.ExitCode };
        if (exit.TimedOut == true)
        {
            result["timedOut"] = true;
            result["note"] = $"The command was killed after {exec.Timeout!.Value.TotalSeconds:0.###} s. Allow it more with timeoutSec, or start it in the background.";
        }
        else if (exit.Signal is { Length: > 0 } signal)
        {
            result["signal"] = signal;
        }
        else if (exit.ExitCode is null)
        {
            result["error"] = "The command ended, and nobody knows how. Look at what it has changed before you run it again.";
        }
        else if (exit is { ExitCode: 0, Ok: false })
        {
            result["error"] = "The computer says that the command did not succeed, although its exit code is 0.";
        }

        if (exit.Truncated || dropped)
        {
            result["outputMissing"] = "The computer itself has left out some of the output. Write the output to a file, and read the parts that you need.";
        }

        return result;
    }

    private static void CheckText(ExecComputerOptions exec)
    {
        ShellText.Check(exec.Command, "command");
        ShellText.Check(exec.WorkingDir ?? "", "workingDir");
    }
}
