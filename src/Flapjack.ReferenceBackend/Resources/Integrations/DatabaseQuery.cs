using Npgsql;
using NpgsqlTypes;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>A query: SQL without any value of a caller, and the values of its parameters <c>$1</c>, <c>$2</c> and so on.</summary>
internal sealed record DatabaseQuery(string Sql, IReadOnlyList<string?> Values)
{
    // The server takes a text of an unknown type for a value of the type that it is compared with.
    public NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(Sql);
        foreach (var value in Values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown });
        }

        return command;
    }
}
