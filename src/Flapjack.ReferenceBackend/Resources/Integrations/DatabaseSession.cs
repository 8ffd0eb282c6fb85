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

    /// <summary>Reads all rows of a query.</summary>
    /// <exception cref="NpgsqlException">The database refuses, or the connection is broken.</exception>
    public async Task<List<T>> ReadAsync<T>(DatabaseQuery query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var batch = new NpgsqlBatch(connection, transaction);
        await using var ___ = batch.ConfigureAwait(false);
        foreach (var setting in Settings)
        {
            batch.BatchCommands.Add(new(setting));
        }

        batch.BatchCommands.Add(query.ToCommand());
        var rows = new List<T>();
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ____ = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
