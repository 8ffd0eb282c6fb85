using System.Globalization;
using Flapjack.Benchmarks.Runner;
using Microsoft.Data.Sqlite;

namespace Flapjack.Benchmarks.Children;

/// <summary>
/// A data directory as busy hours leave it. A backend makes one agent, which runs one command; the rows of both are copied with other ids, and with times
/// spread over the hours before. So the rows are as the backend writes them, whatever columns the tables have. What it keeps for an hour is there as files.
/// </summary>
internal sealed class LargeDirectory
{
    private const string Agent = "printf('01a00000-0000-7000-8000-%012x', n)";
    private const string Run = "printf('01a00000-0000-7000-9000-%012x', n)";
    private const string Exec = "printf('exec_%016x', n)";

    // Each computer has run a command less than two hours ago, so that none is due to sleep.
    private const double Hours = 19;

    private LargeDirectory(string path, string[] agents) => (Path, Agents) = (path, agents);

    public string Path { get; }

    public IReadOnlyList<string> Agents { get; }

    public static async Task<LargeDirectory> MakeAsync(Bench bench, int agents, int execs)
    {
        var path = System.IO.Path.Combine(bench.Folder, "large");
        string seed;
        await using (var backend = await BackendProcess.StartAsync(bench, new() { DataDirectory = path }))
        {
            using var client = backend.CreateClient();
            seed = (await Computers.CreateReadyAsync(bench, client, 1))[0];
        }

        using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = System.IO.Path.Combine(path, "flapjack.db"), Pooling = false }.ConnectionString);
        await database.OpenAsync(bench.CancellationToken);
        CopyRows(database, agents, execs);
        var made = new string[agents];
        for (var n = 1; n <= agents; n++)
        {
            made[n - 1] = string.Create(CultureInfo.InvariantCulture, $"01a00000-0000-7000-8000-{n:x12}");
            CopyFolder(System.IO.Path.Combine(path, "computers", seed), System.IO.Path.Combine(path, "computers", made[n - 1]));
        }

        await CopyJournalsAsync(System.IO.Path.Combine(path, "journals"), agents, execs);
        return new(path, made);
    }

    private static async Task CopyJournalsAsync(string folder, int agents, int execs)
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            var (id, end, text) = (System.IO.Path.GetFileNameWithoutExtension(file), System.IO.Path.GetExtension(file), await File.ReadAllTextAsync(file));
            var isExec = id.StartsWith("exec_", StringComparison.Ordinal);
            for (var n = 1; n <= (isExec ? execs : agents) / Hours; n++)
            {
                var copy = string.Create(CultureInfo.InvariantCulture, $"{(isExec ? "exec_0000" : "01a00000-0000-7000-9000-")}{n:x12}");
                await File.WriteAllTextAsync(System.IO.Path.Combine(folder, copy + end), text.Replace(id, copy, StringComparison.Ordinal));
            }
        }
    }

    private static void CopyRows(SqliteConnection database, int agents, int execs)
    {
        using var all = database.BeginTransaction();
        foreach (var table in (ReadOnlySpan<string>)["agents", "agent_configs", "agent_computer_configs", "computers", "bootstrap_runs"])
        {
            Copy(database, table, agents, Agent, "1");
        }

        Copy(database, "sandbox_audit_log", agents, Agent, "action = 'bootstrap'");
        var agentOfExec = Agent.Replace("n)", string.Create(CultureInfo.InvariantCulture, $"1 + n % {agents})"), StringComparison.Ordinal);
        Copy(database, "sandbox_audit_log", execs, agentOfExec, "action = 'exec'");
        Copy(database, "execs", execs, agentOfExec, "1");
        all.Commit();
    }

    private static void Copy(SqliteConnection database, string table, int count, string agent, string which)
    {
        var columns = Query(database, $"SELECT name FROM pragma_table_info('{table}')");
        var values = columns.Select(column => (table, column) switch
        {
            ("agents", "id") or (_, "agent_id") => agent,
            ("execs", "id") or (_, "exec_id") => $"CASE WHEN {column} IS NULL THEN NULL ELSE {Exec} END",
            ("bootstrap_runs", "id") => Run,
            ("bootstrap_runs", "number") or ("sandbox_audit_log", "id") => "NULL",
            (_, "computer_id") => "printf('local-%016x', n)",
            (_, "idempotency_key") => "printf('key-%d', n)",
            (_, "at" or "status_since") => Earlier(column),
            _ when column.EndsWith("_at", StringComparison.Ordinal) => Earlier(column),
            _ => column,
        });
        Query(
            database,
            $"""
            WITH numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
            INSERT INTO {table} ({string.Join(", ", columns)})
            SELECT {string.Join(", ", values)} FROM (SELECT * FROM {table} WHERE {which} LIMIT 1), numbers
            """);

        // Times are milliseconds. The first copies are the newest.
        string Earlier(string column) => string.Create(CultureInfo.InvariantCulture, $"{column} - n * {(long)(Hours * 3_600_000)} / {count}");
    }

    private static List<string> Query(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to, File.GetUnixFileMode(from));
        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            CopyFolder(folder, System.IO.Path.Combine(to, System.IO.Path.GetFileName(folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        }
    }
}
