using System.Text.RegularExpressions;

namespace Flapjack.Docs.Tests.Coverage;

/// <summary>The tables of docs/api-coverage.md.</summary>
internal static partial class CoverageTable
{
    /// <summary>The rows of Flapjack's operations.</summary>
    public static IReadOnlyList<Row> Rows { get; } = [.. RowsOf("api-coverage.md").Where(row => !row.IsAgentComputers)];

    /// <summary>The rows of the operations of Agent Computer.</summary>
    public static IReadOnlyList<Row> AgentComputers { get; } = [.. RowsOf("api-coverage.md").Where(row => row.IsAgentComputers)];

    /// <summary>The rows of all tables of a page.</summary>
    public static IEnumerable<Row> RowsOf(string page) => File.ReadAllLines(Repository.PathTo("docs", page)).Where(line => Start().IsMatch(line)).Select(Row.Of);

    [GeneratedRegex(@"^\| *(GET|POST|PUT|PATCH|DELETE) *\|")]
    private static partial Regex Start();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Code();

    /// <param name="Operation">The method and the path.</param>
    /// <param name="Cells">All cells, as they stand in the page.</param>
    internal sealed record Row(Operation Operation, IReadOnlyList<string> Cells)
    {
        public IReadOnlyList<string> ClientMethods => NamesIn(Cells[2]);

        public string Backend => Cells[3];

        public IReadOnlyList<string> Tests => NamesIn(Cells[4]);

        public string Source => Cells.Count > 5 ? Cells[5] : "";

        /// <summary>Whether the operation is one of Agent Computer; every path of Flapjack begins with <c>/api</c>.</summary>
        public bool IsAgentComputers => !Operation.Path.StartsWith("/api/", StringComparison.Ordinal);

        /// <summary>Whether the operation is an addition of ours, which no document of the service names.</summary>
        public bool IsAddition => Source.StartsWith("addition", StringComparison.Ordinal);

        /// <summary>Whether the client has no method for it yet, and the row says what is missing.</summary>
        public bool IsToCome => Cells[2].StartsWith("to come", StringComparison.Ordinal);

        public static Row Of(string line)
        {
            var cells = line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
            return new(Operation.Of(cells[0], cells[1].Trim('`')), cells);
        }

        public override string ToString() => Operation.ToString();

        private static IReadOnlyList<string> NamesIn(string cell) => [.. Code().Matches(cell).Select(match => match.Groups[1].Value)];
    }
}
