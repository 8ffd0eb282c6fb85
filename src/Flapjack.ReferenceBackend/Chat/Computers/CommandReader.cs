using System.Text;
using System.Text.Json;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Computers.Exec;
using LocalComputers.Journals;

namespace Flapjack.ReferenceBackend.Chat.Computers;

/// <summary>Reads a command inside the backend, from its first frame to its last.</summary>
internal sealed class CommandReader
{
    // What a model can still read. More would take the place of the conversation.
    private const int MaxBytes = 64 * 1024;

    private readonly Dictionary<string, KeptOutput> _outputs = new(StringComparer.Ordinal) { ["stdout"] = new(MaxBytes), ["stderr"] = new(MaxBytes) };

    private CommandReader()
    {
    }

    /// <summary>Starts a command, unless it was started, and reads it until it ends. If the caller cancels, the caller has to stop it.</summary>
    /// <exception cref="JournalGapException">The record of the command can't be read any more.</exception>
    public static async Task<CommandEnd> RunAsync(ExecRun run, CancellationToken cancellationToken)
    {
        using var attachment = run.Attach(0, TimeSpan.Zero);
        // A stop that came before the start must win, however short the command is.
        cancellationToken.ThrowIfCancellationRequested();
        _ = run.Start();
        return await new CommandReader().ReadAsync(attachment.Reader, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CommandEnd> ReadAsync(JournalReader reader, CancellationToken cancellationToken)
    {
        await foreach (var frame in JournalFrames.ReadAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            using var data = JsonDocument.Parse(frame.Data);
            if (Take(frame.Event, data.RootElement) is { } end)
            {
                return end;
            }
        }

        return WithOutput() with { ErrorCode = ExecEvents.UnknownCode, Error = "Nobody knows how the command ended." };
    }

    /// <summary>What the command's last frame says; null for every other frame.</summary>
    private CommandEnd? Take(string frame, JsonElement data)
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
                return WithOutput() with
                {
                    ExitCode = data.GetProperty("exitCode").GetInt32(),
                    TimedOut = data.GetProperty("timedOut").GetBoolean(),
                    Signal = data.GetProperty("signal").GetString(),
                };
            case "error":
                return WithOutput() with { ErrorCode = data.GetProperty("code").GetString(), Error = data.GetProperty("detail").GetString() };
            default:
                return null;
        }
    }

    private CommandEnd WithOutput() => new(_outputs["stdout"].ToString(), _outputs["stderr"].ToString());
}
