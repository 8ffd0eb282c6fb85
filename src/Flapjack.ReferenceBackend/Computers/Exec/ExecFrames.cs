using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Flapjack.ReferenceBackend.Journals;
using Flapjack.ReferenceBackend.Shells;

namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>What a command says, as frames of its journal.</summary>
internal sealed class ExecFrames(Journal journal)
{
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => journal.WaitForRoomAsync(cancellationToken);

    /// <summary>Says that a command begins.</summary>
    /// <param name="execId">The command.</param>
    /// <param name="computerId">The computer that it runs on.</param>
    /// <param name="computerIdFields">The fields that carry the computer's id.</param>
    public void Started(string execId, string computerId, IReadOnlyList<JsonEncodedText> computerIdFields) =>
        journal.Append("exec_started"u8, (execId, computerId, computerIdFields), static (json, state) =>
        {
            json.WriteString("execId"u8, state.execId);
            foreach (var field in state.computerIdFields)
            {
                json.WriteString(field, state.computerId);
            }
        });

    public void Chunk(OutputKind kind, ReadOnlySpan<byte> bytes) => journal.Append(NameOf(kind), bytes, static (json, bytes) =>
    {
        json.WriteString("chunk"u8, bytes);
        if (!Utf8.IsValid(bytes))
        {
            json.WriteBase64String("chunkBase64"u8, bytes);
        }
    });

    public void Dropped(OutputKind kind, long fromByte, long toByte) => journal.Append("output_dropped"u8, (kind, fromByte, toByte), static (json, state) =>
    {
        json.WriteString("stream"u8, NameOf(state.kind));
        json.WriteNumber("fromByte"u8, state.fromByte);
        json.WriteNumber("toByte"u8, state.toByte);
    });

    /// <summary>Says how the command ended.</summary>
    /// <exception cref="IOException">The disk is full, for example: nobody was told.</exception>
    public void End(ExecEnd end) => journal.Append(Encoding.UTF8.GetBytes(end.Event), end, static (json, end) => end.Write(json));

    /// <summary>The same, and if the disk does not take it, out of memory.</summary>
    public void EndSurely(ExecEnd end) => journal.AppendSurely(Encoding.UTF8.GetBytes(end.Event), end, static (json, end) => end.Write(json));

    /// <summary>The fields of <c>exit</c>, as its frame and its record have them.</summary>
    public static void Write(Utf8JsonWriter json, ExecExit exit)
    {
        json.WriteBoolean("ok"u8, exit.Shell.ExitCode == 0);
        json.WriteNumber("exitCode"u8, exit.Shell.ExitCode);
        json.WriteNumber("durationMs"u8, exit.DurationMs);
        json.WriteBoolean("truncated"u8, exit.Truncated);
        json.WriteBoolean("timedOut"u8, exit.Shell.TimedOut);
        json.WriteString("signal"u8, exit.Shell.Signal);
        json.WriteNumber("stdoutBytes"u8, exit.StdoutBytes);
        json.WriteNumber("stderrBytes"u8, exit.StderrBytes);
        json.WriteString("stdoutSha256"u8, exit.StdoutSha256);
        json.WriteString("stderrSha256"u8, exit.StderrSha256);
    }

    private static ReadOnlySpan<byte> NameOf(OutputKind kind) => kind == OutputKind.Stdout ? "stdout"u8 : "stderr"u8;
}
