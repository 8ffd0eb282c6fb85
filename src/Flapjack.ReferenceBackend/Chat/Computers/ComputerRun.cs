using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Computers;
using LocalComputers.Computers.Exec;
using LocalComputers.Journals;

namespace Flapjack.ReferenceBackend.Chat.Computers;

/// <summary>Runs one command for a model, and tells the model how it went.</summary>
internal sealed class ComputerRun(Computer computer, string orgId, Actor actor)
{
    // What a model can still read. More would take the place of the conversation.
    private const int MaxBytes = 64 * 1024;

    private readonly Dictionary<string, KeptOutput> _outputs = new(StringComparer.Ordinal) { ["stdout"] = new(MaxBytes), ["stderr"] = new(MaxBytes) };

    /// <summary>Runs the command to its end. If the caller cancels, the command is killed, and nobody waits for that here.</summary>
    /// <inheritdoc cref="Computer.AddOrFindExecAsync"/>
    public async Task<ToolOutcome> RunAsync(ExecRequest request, CancellationToken cancellationToken)
    {
        var (run, _) = await computer.AddOrFindExecAsync(orgId, actor, request, cancellationToken).ConfigureAwait(false);
        using var attachment = run.Attach(0, TimeSpan.Zero);
        _ = run.Start();
        try
        {
            return await ReadAsync(attachment.Reader, request, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The stop only asks. The run kills and records by itself, and its computer awaits it. Another reader of the command does not keep it alive.
            _ = run.StopAsync();
            throw;
        }
    }

    private async Task<ToolOutcome> ReadAsync(JournalReader reader, ExecRequest request, CancellationToken cancellationToken)
    {
        await foreach (var frame in JournalFrames.ReadAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            using var data = JsonDocument.Parse(frame.Data);
            if (Outcome(frame.Event, data.RootElement, request) is { } outcome)
            {
                return outcome;
            }
        }

        return ToolOutcome.Error("Nobody knows how the command ended. Look at what it has changed before you run it again.");
    }

    /// <summary>What the command's last frame says; null for every other frame.</summary>
    private ToolOutcome? Outcome(string frame, JsonElement data, ExecRequest request)
    {
        switch (frame)
        {
            case "stdout" or "stderr":
                _outputs[frame].Add(data.TryGetProperty("chunkBase64", out var bytes) ? bytes.GetBytesFromBase64() : Encoding.UTF8.GetBytes(data.GetProperty("chunk").GetString()!));
                return null;
            case "output_dropped":
                _outputs[data.GetProperty("stream").GetString()!].Skip(data.GetProperty("toByte").GetInt64() - data.GetProperty("fromByte").GetInt64());
                return null;
            case "exit":
                return ToolOutcome.Of(Exit(data, request));
            case "error":
                return Failure(data.GetProperty("detail").GetString()!);
            default:
                return null;
        }
    }

    private JsonObject Exit(JsonElement exit, ExecRequest request)
    {
        var timedOut = exit.GetProperty("timedOut").GetBoolean();
        var result = WithOutput(new() { ["exitCode"] = exit.GetProperty("exitCode").GetInt32() });
        result["timedOut"] = timedOut;
        if (timedOut)
        {
            result["note"] = $"The command was stopped after {request.Timeout.TotalSeconds} s. Allow it more by timeoutSec, at most {ExecBody.MaxTimeoutSec}, or start it in the background.";
        }
        else if (exit.GetProperty("signal").GetString() is { } signal)
        {
            result["signal"] = signal;
        }

        return result;
    }

    private ToolOutcome Failure(string detail) =>
        ToolOutcome.Of(WithOutput(new() { ["error"] = $"{detail} Look at what the command has changed before you run it again." })) with { IsError = true };

    private JsonObject WithOutput(JsonObject result)
    {
        foreach (var (name, output) in _outputs)
        {
            result[name] = output.ToString();
        }

        return result;
    }
}
