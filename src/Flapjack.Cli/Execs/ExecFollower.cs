using System.Text;
using System.Text.Json;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;
using Flapjack.Sdk;

namespace Flapjack.Cli.Execs;

/// <summary>Writes the output of a command to this process's own outputs as it comes, byte for byte, until the command ends.</summary>
internal sealed class ExecFollower(ToolContext context, FlapjackClient client, string agentId, bool json)
{
    private string? _execId;
    private int? _exitCode;

    /// <param name="open">Opens the events of the command.</param>
    /// <param name="stops">Whether an interruption stops the command. Otherwise it only ends the reading.</param>
    /// <returns>The exit code of this process.</returns>
    public async Task<int> FollowAsync(Func<CancellationToken, IAsyncEnumerable<ComputerExecEvent>> open, bool stops)
    {
        using var leaving = new CancellationTokenSource();
        using var ended = new CancellationTokenSource();
        var watch = WatchAsync(stops, leaving, ended.Token);
        try
        {
            await foreach (var happened in open(leaving.Token).ConfigureAwait(false))
            {
                Take(happened);
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            return context.Terminal.Interruption.ExitCode;
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
        }

        return context.Stopping.IsCancellationRequested ? context.Terminal.Interruption.ExitCode
            : _exitCode ?? throw new ToolException(ExitCodes.Unknown, "The events of the command ended without its exit; how it ended is unknown.");
    }

    private void Take(ComputerExecEvent happened)
    {
        _execId ??= (happened as ExecStartedEvent)?.ExecId;
        if (json)
        {
            WriteJson(happened);
        }
        else
        {
            Write(happened);
        }

        switch (happened)
        {
            case ExecExitEvent exit:
                _exitCode = ExecEnd.CodeOf(exit);
                break;
            case ExecErrorEvent error:
                throw new ToolException(ExitCodes.CommandLost, $"The service could not run the command, or lost it while it ran: {error.Code}: {error.Detail}");
        }
    }

    private void Write(ComputerExecEvent happened)
    {
        switch (happened)
        {
            case ExecStdoutEvent output:
                context.Terminal.Output.Write(output.Bytes.Span);
                break;
            case ExecStderrEvent output:
                context.Terminal.Error.Write(output.Bytes.Span);
                break;
            case ExecOutputDroppedEvent gap:
                context.Note($"There was too much output: {gap.ToByte - gap.FromByte} bytes of {gap.Stream} are missing here.");
                break;
            case ExecExitEvent { TimedOut: true }:
                context.Note("The command ran into its timeout and was killed.");
                break;
        }
    }

    private void WriteJson(ComputerExecEvent happened)
    {
        var line = JsonSerializer.SerializeToNode(happened, ToolJson.Default.ComputerExecEvent)!.AsObject();
        if (happened.EventId is { } id)
        {
            line["id"] = id;
        }

        // A text can't hold every byte. Where it does not, the bytes are there as well.
        if (happened is ExecOutputEvent output && !Encoding.UTF8.GetBytes(output.Chunk).AsSpan().SequenceEqual(output.Bytes.Span))
        {
            line["base64"] = Convert.ToBase64String(output.Bytes.Span);
        }

        context.WriteJson(line);
    }

    private async Task WatchAsync(bool stops, CancellationTokenSource leaving, CancellationToken ended)
    {
        var woken = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupted = context.Stopping.Register(() => woken.TrySetResult(true));
        using var over = ended.Register(() => woken.TrySetResult(false));
        if (await woken.Task.ConfigureAwait(false) && !(stops && await StopAsync(ended).ConfigureAwait(false)))
        {
            // Leaving stops the command as well, if this process has started it.
            await leaving.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Stops the command by its id, so that the last of its output still comes.</summary>
    /// <returns>Whether that was possible.</returns>
    private async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        if (_execId is not { } execId)
        {
            return false;
        }

        try
        {
            await client.StopComputerExecAsync(agentId, execId, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (FlapjackException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            // The command has ended meanwhile.
            return true;
        }
    }
}
