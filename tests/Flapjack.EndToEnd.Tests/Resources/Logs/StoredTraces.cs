using Microsoft.Data.Sqlite;

namespace Flapjack.EndToEnd.Tests.Resources.Logs;

/// <summary>Writes traces into the database of a backend that runs. No call of the API writes a trace: agents and runners do, when they work.</summary>
internal sealed class StoredTraces : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _orgId;

    /// <param name="dataDirectory">The backend's data directory.</param>
    /// <param name="orgId">The organization of the traces.</param>
    public StoredTraces(string dataDirectory, string orgId)
    {
        _orgId = orgId;
        _connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = Directory.GetFiles(dataDirectory, "*.db").Single(),
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ConnectionString);
        _connection.Open();
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Adds traces that all begin at the same time.</summary>
    public void AddTraces(int count, string name)
    {
        using var transaction = _connection.BeginTransaction();
        for (var n = 0; n < count; n++)
        {
            AddTrace(Guid.NewGuid().ToString(), name);
        }

        transaction.Commit();
    }

    public void AddTrace(string id, string name, string? runnerId = null, string? runId = null) => Execute(
        "INSERT INTO traces (id, org_id, runner_id, run_id, name, status, started_at, ended_at, tags) "
        + "VALUES ($id, $org, $runner, $run, $name, 'ok', 1777629600000, 1777629601500, '[\"nightly\"]')",
        ("$id", id), ("$org", _orgId), ("$runner", runnerId), ("$run", runId), ("$name", name));

    public void AddSpan(string traceId, string id, string? parent, string kind) => Execute(
        "INSERT INTO spans (id, trace_id, parent_span_id, kind, name, status, started_at, model, output_tokens, cost_nano_usd, output) "
        + "VALUES ($id, $trace, $parent, $kind, $kind, 'ok', 1777629600000, 'gpt-5.4', 7, 105000, '\"Hello\"')",
        ("$id", id), ("$trace", traceId), ("$parent", parent), ("$kind", kind));

    private void Execute(string sql, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, (object?)value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }
}
