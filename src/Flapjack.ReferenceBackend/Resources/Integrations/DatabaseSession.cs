using System.Data;
using Npgsql;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>A database of an integration in a turn: reads it, in transactions that can't write. To dispose of it closes its connections.</summary>
internal sealed class DatabaseSession(NpgsqlDataSource source) : IAsyncDisposable
{
    /// <summary>How long the server may work on one query.</summary>
    public static readonly TimeSpan StatementLimit = TimeSpan.FromSeconds(10);

    // A role or a database can have other settings than these, which make values JSON that is exact.
    private static readonly string[] Settings =
    [
        "SET TRANSACTION READ ONLY",
        $"SET LOCAL statement_timeout = {(int)StatementLimit.TotalMilliseconds}",
        // Should this backend die between two messages.
        "SET LOCAL idle_in_transaction_session_timeout = 30000",
        "SET LOCAL TimeZone = 'UTC'",
        "SET LOCAL bytea_output = 'hex'",
        "SET LOCAL extra_float_digits = 1",
    ];

    // How long closing a connection may take, in real time: a test that advances a clock does not make a server faster.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Reads all rows of a query.</summary>
    /// <exception cref="NpgsqlException">The database refuses, or the connection is broken.</exception>
    /// <exception cref="DatabaseFault">The server sends too much.</exception>
    public async Task<List<T>> ReadAsync<T>(DatabaseQuery query, Func<DatabaseRow, Task<T>> readAsync, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ReadAsync(connection, query, readAsync, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Npgsql reads what is left of an answer before it closes a connection. Nobody waits for a server that never ends its answer.
            await Task.Run(() => connection.DisposeAsync().AsTask(), CancellationToken.None).WaitAsync(Grace, TimeProvider.System, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // What is opened here is closed with the connection, which also rolls the transaction back.
    private static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, DatabaseQuery query, Func<DatabaseRow, Task<T>> readAsync, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var batch = new NpgsqlBatch(connection, transaction);
        foreach (var setting in Settings)
        {
            batch.BatchCommands.Add(new(setting));
        }

        batch.BatchCommands.Add(query.ToCommand());
        var row = new DatabaseRow(await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken).ConfigureAwait(false), cancellationToken);
        var rows = new List<T>();
        while (await row.NextAsync().ConfigureAwait(false))
        {
            rows.Add(await readAsync(row).ConfigureAwait(false));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
