using Flapjack.ReferenceBackend.Dashboard.Writing;
using LocalComputers.Computers.Exec;

namespace Flapjack.ReferenceBackend.Dashboard.Commands;

/// <summary>Lists commands.</summary>
internal static class CommandRows
{
    private const int LongestText = 160;

    private static readonly string[] Columns = ["Command", "Outcome", "Began", "Took"];

    /// <param name="label">What the table shows.</param>
    /// <param name="execs">The commands.</param>
    /// <param name="texts">What they are, as far as that is known.</param>
    /// <param name="maskOf">Hides the secrets of the computer of a command.</param>
    /// <param name="empty">What is said if there are none.</param>
    public static Html Table(string label, IEnumerable<ExecRecord> execs, CommandTexts texts, Func<ExecRecord, Mask> maskOf, string empty) =>
        Pieces.Table(label, Columns, [.. execs.Select(exec => Row(exec, texts, maskOf(exec)))], empty);

    public static string PathOf(ExecRecord exec) => $"/dashboard/agents/{Pieces.Segment(exec.AgentId)}/commands/{Pieces.Segment(exec.Id)}";

    private static Html[] Row(ExecRecord exec, CommandTexts texts, Mask mask)
    {
        var outcome = CommandOutcome.Of(exec);
        var text = texts.Find(exec.Id) is { } taken ? Short(mask.Text(taken.Command)) : null;
        var name = text is null ? Pieces.Id(exec.Id) : (Html)$"<code>{text}</code>";
        return
        [
            $"""<a href="{PathOf(exec)}">{name}</a>""",
            Pieces.Pill(outcome.Word, outcome.Mood),
            Pieces.Time(exec.StartedAt),
            $"{Pieces.Duration(exec.EndedAt - exec.StartedAt)}",
        ];
    }

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ⏎ ");
        return line.Length <= LongestText ? line : line[..LongestText] + "…";
    }
}
