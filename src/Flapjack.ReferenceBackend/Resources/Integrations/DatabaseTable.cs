namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>A table, view, materialized view or foreign table that may be read.</summary>
/// <param name="Schema">The name of its schema.</param>
/// <param name="Name">The name of the table.</param>
/// <param name="Columns">The columns that may be read, at most <see cref="DatabaseCatalogue.MaxColumns"/>, in their order.</param>
/// <param name="AllColumns">How many columns may be read.</param>
internal sealed record DatabaseTable(string Schema, string Name, IReadOnlyList<DatabaseColumn> Columns, int AllColumns)
{
    /// <summary>The table in SQL.</summary>
    public string Sql => $"{Quote(Schema)}.{Quote(Name)}";

    /// <summary>A name of the database in SQL, whatever characters it has.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
