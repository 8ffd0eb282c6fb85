using LocalComputers.Computers;
using LocalComputers.Storage;

namespace LocalComputers.Tests.Computers;

public sealed class ComputerSchemaTests
{
    private static readonly string[] Tables = ["execs", "computers", "bootstrap_runs"];

    [Fact]
    public void Another_door_gets_the_tables_and_indexes_that_all_steps_make()
    {
        // The steps of the first door stand among steps of its own; what fills the gaps here is one table and nothing.
        var first = Made(new Schema(
        [
            new(1, "CREATE TABLE agents (id TEXT PRIMARY KEY); CREATE TABLE orgs (id TEXT PRIMARY KEY);"),
            .. ComputerSchema.Steps,
            .. Enumerable.Range(1, ComputerSchema.Steps[^1].Number).Except([1, .. ComputerSchema.Steps.Select(step => step.Number)]).Select(number => new SchemaStep(number, "SELECT 1")),
        ]));
        var other = Made(new Schema([new(1, "CREATE TABLE agents (id TEXT PRIMARY KEY)"), ComputerSchema.StepOf(2, "agents")]));

        other.Should().NotBeEmpty().And.BeEquivalentTo(first, "a step that was added for one door belongs to every door");
    }

    /// <summary>The columns and the indexes of the engine's tables.</summary>
    private static List<string> Made(Schema schema)
    {
        using var store = Store.InMemory(schema);
        return store.Read(db => (List<string>)
        [
            .. Tables.SelectMany(table => db.Query(
                $"SELECT name, type, \"notnull\", coalesce(dflt_value, ''), pk FROM pragma_table_info('{table}')",
                row => $"{table}.{row.GetString(0)} {row.GetString(1)} {row.GetInt32(2)} {row.GetString(3)} {row.GetInt32(4)}")),
            .. Tables.SelectMany(table => db.Query(
                $"SELECT \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list('{table}')",
                row => $"{table} -> {row.GetString(0)} {row.GetString(1)} {row.GetString(2)} {row.GetString(3)}")),
            .. db.Query(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('execs', 'computers', 'bootstrap_runs')",
                row => $"{row.GetString(0)}: {string.Join(' ', row.GetString(1).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}"),
        ]);
    }
}
