using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>
/// Gives agents <c>query_{table}</c> and <c>count_{table}</c> for the tables of the databases that are attached to them and to the runner of the run. All databases
/// are connected to at the same time; one that fails costs the turn its tools only. If two databases have a table of the same name, the one that was attached first
/// has the plain name, and the agent's databases come before the runner's.
/// </summary>
/// <param name="attachments">What is attached. The attachment of a runner can allow some tables only.</param>
/// <param name="integrations">The integrations.</param>
/// <param name="secrets">Decrypts the connection strings.</param>
/// <param name="connector">Connects.</param>
/// <param name="clock">The clock of the limits.</param>
internal sealed class DatabaseTools(
    TurnAttachments attachments, OrgTable<IntegrationDocument> integrations, SecretCipher secrets, DatabaseConnector connector, TimeProvider clock) : IToolSource
{
    /// <summary>How long a database may take until its tables are known.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private const string SpanKind = "tool";

    private static readonly DatabaseCatalogue Nothing = new([], 0);

    public static DatabaseTools Of(Store store, SecretCipher secrets, bool allowPrivate, TimeProvider clock) => new(
        new(store, "integrations", new("integrations", "integration"), clock),
        new(store, "integrations", "integration", clock),
        secrets,
        new(allowPrivate),
        clock);

    public async Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken)
    {
        var attached = attachments.List(turn);
        var opened = await OpenedTogether<DatabaseAttached>.WhenAllAsync(attached.Select(one => OpenAsync(turn.OrgId, one, cancellationToken))).ConfigureAwait(false);
        var tools = new Dictionary<string, AgentTool>(StringComparer.Ordinal);
        foreach (var database in opened.Items.Where(database => database.Session is not null))
        {
            foreach (var table in database.Catalogue.Tables)
            {
                var made = new TableTools(database.Name, database.Session!, table, clock);
                Add(made.Query, "query", table, database);
                Add(made.Count, "count", table, database);
            }
        }

        return new([.. tools.Values], opened) { Faults = [.. opened.Items.SelectMany(FaultsOf)] };

        void Add(Func<string, AgentTool> make, string verb, DatabaseTable table, DatabaseAttached database)
        {
            var name = ToolName.Of(verb, "_", table.Name);
            name = tools.ContainsKey(name) ? ToolName.Another(name, database.Id) : name;
            tools.TryAdd(name, make(name));
        }
    }

    private async Task<DatabaseAttached> OpenAsync(string orgId, Attachment attachment, CancellationToken cancellationToken)
    {
        var allowed = (attachment.Document["allowed_tables"] as JsonArray)?.Select(table => (string?)table).OfType<string>().ToArray();
        var name = attachment.Name ?? attachment.ItemId;
        if (allowed is { Length: 0 })
        {
            return new(attachment.ItemId, name, null, Nothing, null);
        }

        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        DatabaseSession? session = null;
        try
        {
            session = new(await connector.OpenAsync(ConnectionStringOf(orgId, attachment.ItemId), either.Token).ConfigureAwait(false));
            return new(attachment.ItemId, name, session, await DatabaseCatalogue.ReadAsync(session, allowed, either.Token).ConfigureAwait(false), null);
        }
        catch (Exception e)
        {
            if (session is not null)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            return new(attachment.ItemId, name, null, Nothing, limit.IsCancellationRequested ? $"The database did not answer within {Limit.TotalSeconds} seconds." : ReasonOf(e));
        }
    }

    // A refusal says that the connection string can't be decrypted, or that the integration was deleted meanwhile.
    private static string ReasonOf(Exception failure) => failure is Refusal refusal ? refusal.Message : DatabaseFailures.OfConnection(failure);

    private string ConnectionStringOf(string orgId, string integrationId) =>
        secrets.Unprotect(IntegrationsApi.ConnectionStringPurpose, integrations.Find(orgId, integrationId).Document.EncryptedConnectionString ?? "");

    private static IEnumerable<ToolFault> FaultsOf(DatabaseAttached database)
    {
        if (database.Error is { } error)
        {
            yield return new(SpanKind, database.Name, error);
        }

        if (database.Catalogue is { Tables.Count: var offered, Count: var all } && all > offered)
        {
            yield return new(SpanKind, database.Name, $"The database has {all} tables that may be read, and the agent gets the first {offered} of them by name.");
        }

        foreach (var table in database.Catalogue.Tables.Where(table => table.AllColumns > table.Columns.Count))
        {
            yield return new(SpanKind, database.Name, $"The table {table.Name} has {table.AllColumns} columns, and the agent gets the first {table.Columns.Count} of them.");
        }
    }
}
