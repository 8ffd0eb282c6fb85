namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>A table, and what messages call one of its rows.</summary>
/// <param name="Table">The table's name in SQL.</param>
/// <param name="Noun">What messages call a row, for example <c>MCP server</c>.</param>
internal sealed record NamedTable(string Table, string Noun);
