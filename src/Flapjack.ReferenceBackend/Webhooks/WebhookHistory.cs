using System.Data.Common;
using Flapjack.Sdk;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>Reads the webhooks in the store: the pending ones, and those of the last thirty days.</summary>
internal sealed class WebhookHistory(Store store)
{
    private const string Columns = "number, id, agent_id, org_id, url, event, body, state, created_at, next_attempt_at";
    private const string Chosen = "($agent IS NULL OR agent_id = $agent) AND ($state IS NULL OR state = $state)";

    /// <summary>The webhooks of one agent or of all agents, in one state or in any state, in the order of their events.</summary>
    public IReadOnlyList<WebhookMessage> Read(string? agentId, WebhookState? state) =>
        Read([("$agent", agentId), ("$state", state is { } one ? WebhookStateText.Of(one) : null)]);

    /// <summary>A page of the webhooks, the newest first, each with its place in the list.</summary>
    /// <param name="agentId">Only the webhooks of this agent; null for all.</param>
    /// <param name="before">The place before which the page begins.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<(long Place, WebhookMessage Message)> Page(string? agentId, long before, int most) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM webhooks WHERE {(agentId is null ? "" : "agent_id = $agent AND ")}number < $before ORDER BY number DESC LIMIT $most",
        row => (row.GetInt64(0), ReadMessage(row, [])),
        ("$agent", agentId),
        ("$before", before),
        ("$most", most)).ConvertAll(row => (row.Item1, row.Item2 with { Attempts = AttemptsOf(db, row.Item1) })));

    /// <summary>A webhook with its attempts; null if there is none of that id any more.</summary>
    public WebhookMessage? Find(string id) => store.Read(db => db.QuerySingle<(long Number, WebhookMessage Message)?>(
        $"SELECT {Columns} FROM webhooks WHERE id = $id", row => (row.GetInt64(0), ReadMessage(row, [])), ("$id", id)) is { } found
        ? found.Message with { Attempts = AttemptsOf(db, found.Number) }
        : null);

    private static List<WebhookAttempt> AttemptsOf(StoreSession db, long number) => db.Query(
        "SELECT webhook, attempt, at, duration_ms, status, outcome FROM webhook_attempts WHERE webhook = $number ORDER BY attempt", ReadAttempt, ("$number", number));

    // Both tables are read in one read, so that an attempt that ends meanwhile is in both of them or in neither.
    private List<WebhookMessage> Read((string, object?)[] choice) => store.Read(db =>
    {
        var attempts = db.Query(
            $"""
            SELECT webhook, attempt, at, duration_ms, status, outcome FROM webhook_attempts JOIN webhooks ON number = webhook
            WHERE {Chosen} ORDER BY webhook, attempt
            """,
            row => (Webhook: row.GetInt64(0), Attempt: ReadAttempt(row)),
            choice).ToLookup(row => row.Webhook, row => row.Attempt);
        return db.Query(
            $"""
            SELECT {Columns} FROM webhooks
            WHERE {Chosen} ORDER BY number
            """,
            row => ReadMessage(row, [.. attempts[row.GetInt64(0)]]),
            choice);
    });

    private static WebhookMessage ReadMessage(DbDataReader row, IReadOnlyList<WebhookAttempt> attempts) => new(
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        new(row.GetString(4)),
        new ComputerWebhookEvent(row.GetString(5)),
        row.GetFieldValue<byte[]>(6),
        WebhookStateText.Read(row.GetString(7)),
        row.Time(8),
        row.TimeOrNull(9),
        attempts);

    private static WebhookAttempt ReadAttempt(DbDataReader row) => new(
        row.GetInt32(1),
        row.Time(2),
        TimeSpan.FromMilliseconds(row.GetInt64(3)),
        row.IsDBNull(4) ? null : row.GetInt32(4),
        row.GetString(5));
}
