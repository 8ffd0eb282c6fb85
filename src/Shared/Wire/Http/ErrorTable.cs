namespace Shared.Wire.Http;

/// <summary>Which exception stands for which refusal, and what to advise. A request may carry the table of its resource.</summary>
/// <param name="others">Where to look for what this table has no row for; null for nowhere.</param>
/// <param name="rows">The first row that fits counts: a row with codes stands before the row for the whole status.</param>
internal sealed class ErrorTable(ErrorTable? others, params ErrorRow[] rows)
{
    private static readonly ErrorRow Unknown = new(0, ErrorRow.Plain);

    public ErrorRow Find(int status, string? code) => Array.Find(rows, row => row.IsAbout(status, code)) ?? others?.Find(status, code) ?? Unknown;

    /// <summary>The row for a code that came without a status, inside a stream.</summary>
    public ErrorRow Find(string? code) => Array.Find(rows, row => row.Codes.Contains(code)) ?? others?.Find(code) ?? Unknown;
}
