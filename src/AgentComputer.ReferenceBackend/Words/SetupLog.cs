using LocalComputers.Computers;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Computers.Templates;
using LocalComputers.Journals;

namespace AgentComputer.ReferenceBackend.Words;

/// <summary>What is written while a computer is set up. The API has no stream of it: the operation that makes the computer tells how the setup ended.</summary>
internal sealed class SetupLog : BootstrapWords
{
    private const string EndEvent = "end";

    public override string AskAgain => "create another computer";

    public override string AskForComputerAgain => "Create another computer.";

    public override string OwnToolAdvice => "";

    public override void Log(Journal journal, ReadOnlySpan<byte> bytes) =>
        journal.Append("log"u8, bytes, static (json, bytes) => json.WriteString("text"u8, bytes));

    public override void LogSurely(Journal journal, ReadOnlySpan<byte> bytes) =>
        journal.AppendSurely("log"u8, bytes, static (json, bytes) => json.WriteString("text"u8, bytes));

    public override void Phase(Journal journal, ComputerPhase phase) =>
        journal.Append("phase"u8, phase, static (json, phase) => json.WriteString("phase"u8, phase.Word));

    public override void EndSurely(Journal journal, ComputerPhase phase, int? exitCode, string? stderrTail) =>
        journal.AppendSurely("end"u8, phase, static (json, phase) => json.WriteString("phase"u8, phase.Word));

    public override bool IsEnd(LastFrame frame) => frame.Event == EndEvent;

    public override string CloneAdvice(Repo repo, CloneFault fault) => "";

    public override string ToolAdvice(ToolFamily family) => "";
}
