using LocalComputers.Computers;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Computers.Templates;
using LocalComputers.Journals;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>The events of a bootstrap's stream, their names and their fields, and the advice that its log gives.</summary>
internal sealed class BootstrapEvents : BootstrapWords
{
    private const string DoneEvent = "done";

    public override string AskAgain => "call from-template again";

    public override string AskForComputerAgain => "Call from-template again with the same externalAppId.";

    public override string OwnToolAdvice => Words.ToolAdvice.OfOwnTool;

    public override void Log(Journal journal, ReadOnlySpan<byte> bytes) =>
        journal.Append("log"u8, bytes, static (json, bytes) => json.WriteString("chunk"u8, bytes));

    public override void LogSurely(Journal journal, ReadOnlySpan<byte> bytes) =>
        journal.AppendSurely("log"u8, bytes, static (json, bytes) => json.WriteString("chunk"u8, bytes));

    public override void Phase(Journal journal, ComputerPhase phase) =>
        journal.Append("status"u8, phase, static (json, phase) => json.WriteString("status"u8, phase.Word));

    public override void EndSurely(Journal journal, ComputerPhase phase, int? exitCode, string? stderrTail)
    {
        journal.AppendSurely("status"u8, phase, static (json, phase) => json.WriteString("status"u8, phase.Word));
        journal.AppendSurely("done"u8, (phase, exitCode, stderrTail), static (json, state) =>
        {
            json.WriteString("status"u8, state.phase.Word);
            if (state.exitCode is { } code)
            {
                json.WriteNumber("exitCode"u8, code);
            }
            else
            {
                json.WriteNull("exitCode"u8);
            }

            if (state.stderrTail is not null)
            {
                json.WriteString("stderrTail"u8, state.stderrTail);
            }
        });
    }

    public override bool IsEnd(LastFrame frame) => frame.Event == DoneEvent;

    public override string CloneAdvice(Repo repo, CloneFault fault) => Words.CloneAdvice.Of(repo, fault);

    public override string ToolAdvice(ToolFamily family) => Words.ToolAdvice.Of(family);
}
