using System.Text.Json;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>What of a database may be read: the tables of the search path that the role may select from, in the order of their names.</summary>
/// <param name="Tables">The tables, at most <see cref="MaxTables"/>.</param>
/// <param name="Count">How many tables there are.</param>
internal sealed record DatabaseCatalogue(IReadOnlyList<DatabaseTable> Tables, int Count)
{
    /// <summary>How many tables of a database an agent gets. Each is two tools.</summary>
    public const int MaxTables = 50;

    /// <summary>How many columns of a table an agent gets.</summary>
    public const int MaxColumns = 100;

    // Partitions are read through their table. A name that another schema of the search path hides is not visible.
    private static readonly string Sql = $"""
        SELECT t.nspname::text, t.relname::text, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod)::text, t.tables::int
        FROM (
            SELECT c.oid, n.nspname, c.relname, pg_catalog.count(*) OVER () AS tables
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
                AND n.nspname = ANY (pg_catalog.current_schemas(false)) AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                AND pg_catalog.pg_table_is_visible(c.oid)
                AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')
                AND ($1::jsonb IS NULL OR pg_catalog.jsonb_exists($1::jsonb, c.relname::text))
            ORDER BY c.relname
            LIMIT {MaxTables}
        ) t
        JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid
        WHERE a.attnum > 0 AND NOT a.attisdropped AND pg_catalog.has_column_privilege(t.oid, a.attnum, 'SELECT')
        ORDER BY t.relname, a.attnum
        """;

    /// <param name="session">The database.</param>
    /// <param name="allowed">The names of the tables that may be read; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DatabaseCatalogue> ReadAsync(DatabaseSession session, IReadOnlyList<string>? allowed, CancellationToken cancellationToken)
    {
        var rows = await session.ReadAsync(new(Sql, [allowed is null ? null : JsonSerializer.Serialize(allowed)]), RowAsync, cancellationToken).ConfigureAwait(false);
        return new(
            [
                .. rows.GroupBy(row => (row.Schema, row.Table), row => row.Column)
                    .Select(table => new DatabaseTable(table.Key.Schema, table.Key.Table, [.. table.Take(MaxColumns)], table.Count())),
            ],
            rows.Count > 0 ? rows[0].Tables : 0);
    }

    private static async Task<(string Schema, string Table, DatabaseColumn Column, int Tables)> RowAsync(DatabaseRow row) => (
        await row.TextAsync(0).ConfigureAwait(false),
        await row.TextAsync(1).ConfigureAwait(false),
        new(await row.TextAsync(2).ConfigureAwait(false), await row.TextAsync(3).ConfigureAwait(false)),
        await row.NumberAsync(4).ConfigureAwait(false));
}
