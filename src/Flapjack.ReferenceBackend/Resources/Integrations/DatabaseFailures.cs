using System.Net.Sockets;
using Flapjack.ReferenceBackend.Webhooks;
using Npgsql;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>
/// Says what went wrong with a database. While the backend connects, the words are our own: those of Npgsql and of the server can name the host, the user and the
/// database. What the server says of a query is for the agent, who can ask another way.
/// </summary>
internal static class DatabaseFailures
{
    private const int MaxWords = 500;

    /// <summary>Why there is no connection.</summary>
    public static string OfConnection(Exception failure) => failure switch
    {
        DatabaseFault fault => fault.Message,
        WebhookAddressRefusedException =>
            "The database is at an address of a private network, which this backend does not connect to. Its option AllowPrivateDatabases allows it.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            "The database refused the user or the password.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "The server has no database of this name.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "The database has too many connections.",
        PostgresException refused => $"The database refused the connection ({refused.SqlState}).",
        SocketException => "The host of the database is unknown.",
        _ => "The database could not be reached, or does not speak as PostgreSQL does.",
    };

    /// <summary>Why a query failed, for the agent.</summary>
    public static string OfQuery(Exception failure) => failure switch
    {
        DatabaseFault fault => fault.Message,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } =>
            $"The database did not finish the query within {DatabaseSession.StatementLimit.TotalSeconds} seconds. Ask for less: add a filter on a column that is indexed.",
        PostgresException refused => $"The database refused the query ({refused.SqlState}): {Bounded(refused.MessageText)}. Change the query.",
        _ => "The connection to the database is broken. Try once more, or go on without the database.",
    };

    private static string Bounded(string text) => text.Length <= MaxWords ? text : text[..MaxWords] + "…";
}
