namespace LocalComputers.Storage;

/// <summary>Orders the steps of all resources, and applies them to databases.</summary>
internal sealed class Schema
{
    private readonly SchemaStep[] _steps;

    /// <exception cref="ArgumentException">Two steps have the same number, or a number is left out.</exception>
    public Schema(IEnumerable<SchemaStep> steps)
    {
        _steps = [.. steps.OrderBy(step => step.Number)];
        for (var n = 0; n < _steps.Length; n++)
        {
            if (_steps[n].Number != n + 1)
            {
                throw new ArgumentException($"The steps of the schema are numbered 1, 2, 3, …, each number once; where {n + 1} belongs there is {_steps[n].Number}.", nameof(steps));
            }
        }
    }

    public IReadOnlyList<SchemaStep> Steps => _steps;

    /// <summary>The version of a database to which all steps were applied.</summary>
    public int Version => _steps.Length;

    /// <summary>Applies the steps that a database still misses. Each step is applied completely or not at all.</summary>
    public void Migrate(Store store)
    {
        var version = store.Read(db => db.QuerySingle("PRAGMA user_version", row => row.GetInt32(0)));
        foreach (var step in _steps.Skip(version))
        {
            store.Write(db =>
            {
                db.Execute(step.Sql);
                db.Execute($"PRAGMA user_version = {step.Number}");
            });
        }
    }
}
