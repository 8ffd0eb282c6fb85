using System.Text.Json;
using System.Text.Unicode;
using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>The events of a command's stream: their names, their fields, and the codes of <c>error</c>.</summary>
/// <param name="computerIdFields">The fields that carry the computer's id.</param>
internal sealed class ExecEvents(IReadOnlyList<JsonEncodedText> computerIdFields) : ExecWords
{
    /// <summary>The code of a command of which nobody knows how it went.</summary>
    public const string UnknownCode = "EXEC_OUTCOME_UNKNOWN";

    private const string ExitEvent = "exit";
    private const string ErrorEvent = "error";

    public override void Started(Journal journal, string execId, string computerId) =>
        journal.Append("exec_started"u8, (execId, computerId, computerIdFields), static (json, state) =>
        {
            json.WriteString("execId"u8, state.execId);
            foreach (var field in state.computerIdFields)
            {
                json.WriteString(field, state.computerId);
            }
        });

    public override void Chunk(Journal journal, OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            journal.AppendText(NameOf(kind), "chunk"u8, bytes);
            return;
        }

        while (bytes.Length > 0)
        {
            var piece = bytes[..FramePieces.LengthOfFirst(bytes)];
            Piece(journal, kind, piece);
            bytes = bytes[piece.Length..];
        }
    }

    public override void Dropped(Journal journal, OutputKind kind, long fromByte, long toByte) =>
        journal.Append("output_dropped"u8, (kind, fromByte, toByte), static (json, state) =>
        {
            json.WriteString("stream"u8, NameOf(state.kind));
            json.WriteNumber("fromByte"u8, state.fromByte);
            json.WriteNumber("toByte"u8, state.toByte);
        });

    public override ExecEnd Exit(ExecExit exit) => new(ExitEvent, ExecOutcome.Of(exit), exit.Shell.ExitCode, IsKnown: true);

    public override ExecEnd Failed(ExecFailure failure, string detail) =>
        new(ErrorEvent, ExecOutcome.Error(CodeOf(failure), detail), null, IsKnown: failure != ExecFailure.Unknown) { Failure = failure };

    public override bool IsEnd(LastFrame frame) => frame.Event is ExitEvent or ErrorEvent;

    public override ExecEnd? EndOf(LastFrame frame) => EndOf(frame.Data) is { } end && end.Event == frame.Event ? end : null;

    public override ExecEnd? EndOf(string? outcome) =>
        outcome is null ? null
        : ExecOutcome.ExitCodeOf(outcome) is { } exitCode ? new(ExitEvent, outcome, exitCode, IsKnown: true)
        : ExecOutcome.ErrorCodeOf(outcome) is { } code ? new(ErrorEvent, outcome, null, IsKnown: code != UnknownCode)
        : null;

    private static void Piece(Journal journal, OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            journal.AppendText(NameOf(kind), "chunk"u8, bytes);
            return;
        }

        journal.Append(NameOf(kind), bytes, static (json, bytes) =>
        {
            json.WriteString("chunk"u8, bytes);
            json.WriteBase64String("chunkBase64"u8, bytes);
        });
    }

    private static string CodeOf(ExecFailure failure) => failure switch
    {
        ExecFailure.NotStarted => "EXEC_START_FAILED",
        ExecFailure.Stopped => "EXEC_STOPPED",
        ExecFailure.ComputerGone => "SANDBOX_DESTROYED",
        _ => UnknownCode,
    };

    private static ReadOnlySpan<byte> NameOf(OutputKind kind) => kind == OutputKind.Stdout ? "stdout"u8 : "stderr"u8;
}
