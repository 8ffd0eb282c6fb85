using System.Text;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>What an agent gets of rows: <c>{"rows":[…],"more":false}</c>, and a note if rows are missing because all of them would be too long.</summary>
internal static class TableRows
{
    /// <param name="rows">The rows that were sent, each as JSON.</param>
    /// <param name="found">How many rows there are, counted up to one more than the limit.</param>
    /// <param name="limit">How many rows were asked for.</param>
    /// <exception cref="DatabaseFault">A value is JSON that no outcome can hold: PostgreSQL takes more than others write.</exception>
    public static ToolOutcome Outcome(IReadOnlyList<string> rows, int found, int limit)
    {
        var isCut = rows.Count < Math.Min(found, limit);
        var note = isCut ? $""","note":"Only the first {rows.Count} rows are here, because more would be longer than {TableQueries.MaxBytes / 1024} KiB. Ask for fewer columns." """.TrimEnd() : "";
        var json = $$"""{"rows":[{{string.Join(',', rows)}}],"more":{{(isCut || found > limit ? "true" : "false")}}{{note}}}""";
        return ForeignJson.Read(Encoding.UTF8.GetBytes(json)) is { } result
            ? ToolOutcome.Of(result)
            : throw new DatabaseFault($"A column holds JSON that can't be read here: it must be {ForeignJson.Rule}. Ask for the other columns only.");
    }
}
