using System.Globalization;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using LocalComputers.Computers.Bootstrap;

namespace Flapjack.ReferenceBackend.Dashboard.Computers;

/// <summary>Lists the bootstraps of a computer.</summary>
internal static class BootstrapRows
{
    private static readonly string[] Columns = ["Outcome", "Exit code", "Began", "Took", "Log"];

    /// <param name="runs">The bootstraps, the oldest first.</param>
    /// <param name="path">The path of the agent's page.</param>
    public static Html Table(IReadOnlyList<BootstrapRunRecord> runs, string path) => Pieces.Table(
        "Bootstraps",
        Columns,
        [.. runs.Reverse().Select((run, n) => Row(run, Html.If(n == 0, $"""<a href="{path}/bootstrap">What it said</a>""")))],
        "Its computer was never set up.", wide: 4);

    public static Html Pill(BootstrapRunRecord run) => run.End is { } end
        ? Pieces.Pill(end.Phase.Word == "ready" ? "succeeded" : end.Phase.Word, end.Phase.Word == "ready" ? "good" : "bad")
        : Pieces.Pill("running", "moving");

    private static Html[] Row(BootstrapRunRecord run, Html log) =>
    [
        Pill(run),
        $"""{run.End?.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "–"}""",
        Pieces.Time(run.StartedAt),
        $"{Pieces.Duration(run.End?.At - run.StartedAt)}",
        log,
    ];
}
