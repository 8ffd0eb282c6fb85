using System.Data.Common;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>
/// The webhooks in the store, and every attempt to deliver them. They outlive their agents, whose last webhook reports the deletion. Webhooks that
/// were delivered or given up are removed after thirty days.
/// </summary>
internal sealed class WebhookOutbox(Store store)
{
    // A few old webhooks are removed for each new one, so that no change has to wait until a month's webhooks are removed.
    private const int RemovedAtOnce = 100;

    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    /// <summary>Whether the webhooks outlive this process.</summary>
    public bool IsKept => store.IsFile;

    public void Write(Action<StoreSession> change) => store.Write(change);

    /// <summary>Adds an event as part of a larger change: the event is sent only if the change is stored.</summary>
    /// <param name="db">The change.</param>
    /// <param name="url">Where the event goes.</param>
    /// <param name="event">The event.</param>
    /// <param name="now">The time.</param>
    /// <param name="trace">Where it happened, in a trace; null for nowhere.</param>
    /// <returns>The id of the webhook.</returns>
    /// <exception cref="ArgumentException">There is no such organization, so there is no secret.</exception>
    public static string Add(StoreSession db, Uri url, WebhookEvent @event, DateTimeOffset now, TracePlace? trace = null)
    {
        RemoveOld(db, now);
        var id = "msg_" + Guid.CreateVersion7().ToString("N");

        // The URL is stored as it was given, because that text was checked. As Uri writes it, it may be another URL or none at all.
        db.Execute(
            """
            INSERT INTO webhooks (id, agent_id, org_id, secret_id, url, event, body, created_at, trace_parent, trace_state)
            VALUES ($id, $agent, $org, $secret, $url, $event, $body, $now, $parent, $state)
            """,
            ("$id", id),
            ("$agent", @event.AgentId),
            ("$org", @event.OrgId),
            ("$secret", WebhookSecrets.Newest(db, @event.OrgId).Id),
            ("$url", url.OriginalString),
            ("$event", @event.Event),
            ("$body", @event.ToJson()),
            ("$now", now),
            ("$parent", trace?.Parent),
            ("$state", trace?.State));
        return id;
    }

    /// <summary>The agents that have something to be sent.</summary>
    public IReadOnlyList<string> Agents() => store.Read(db => db.Query(
        "SELECT DISTINCT agent_id FROM webhooks WHERE state = 'pending'", row => row.GetString(0)));

    /// <summary>An agent's earliest pending event behind a number; null when there is none.</summary>
    public WebhookDelivery? Next(string agentId, long after) => store.Read(db => db.QuerySingle(
        """
        SELECT number, webhooks.id, agent_id, secret, url, event, body, attempts, next_attempt_at, trace_parent, trace_state
        FROM webhooks JOIN webhook_secrets ON webhook_secrets.id = secret_id
        WHERE state = 'pending' AND agent_id = $agent AND number > $after ORDER BY number LIMIT 1
        """,
        Read,
        ("$agent", agentId),
        ("$after", after)));

    /// <summary>Records an attempt and the new state of the webhook in one change.</summary>
    public void Record(long number, WebhookTry made, WebhookProgress progress) => store.Write(db =>
    {
        db.Execute(
            """
            INSERT INTO webhook_attempts (webhook, attempt, at, duration_ms, status, outcome)
            SELECT $number, 1 + coalesce(max(attempt), 0), $at, $duration, $status, $outcome FROM webhook_attempts WHERE webhook = $number
            """,
            ("$number", number),
            ("$at", made.At),
            ("$duration", (long)made.Duration.TotalMilliseconds),
            ("$status", made.Outcome.Status),
            ("$outcome", made.Outcome.Reason));
        db.Execute(
            "UPDATE webhooks SET state = $state, attempts = $attempts, next_attempt_at = $next, ended_at = $ended WHERE number = $number",
            ("$state", WebhookStateText.Of(progress.State)),
            ("$attempts", progress.Attempts),
            ("$next", progress.NextAttemptAt),
            ("$ended", progress.EndedAt),
            ("$number", number));
    });

    /// <summary>Makes a webhook pending again that was delivered or given up. It gets new attempts and the secret that is in force now.</summary>
    /// <returns>The agent, the event and the URL of the webhook.</returns>
    /// <exception cref="ArgumentException">There is no such webhook.</exception>
    /// <exception cref="InvalidOperationException">The webhook is pending.</exception>
    public static (string AgentId, string Event, Uri Url) Revive(StoreSession db, string id)
    {
        var (agentId, orgId, @event, url, state) = db.QuerySingle<(string, string, string, string, string)?>(
            "SELECT agent_id, org_id, event, url, state FROM webhooks WHERE id = $id",
            row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)),
            ("$id", id))
            ?? throw new ArgumentException($"There is no webhook '{id}'.", nameof(id));
        if (WebhookStateText.Read(state) == WebhookState.Pending)
        {
            throw new InvalidOperationException($"The webhook '{id}' is pending: it is sent without being redelivered.");
        }

        db.Execute(
            "UPDATE webhooks SET state = 'pending', attempts = 0, next_attempt_at = NULL, ended_at = NULL, secret_id = $secret WHERE id = $id",
            ("$secret", WebhookSecrets.Newest(db, orgId).Id),
            ("$id", id));
        return (agentId, @event, new(url));
    }

    private static void RemoveOld(StoreSession db, DateTimeOffset now) => db.Execute(
        $"DELETE FROM webhooks WHERE number IN (SELECT number FROM webhooks WHERE ended_at < $moment ORDER BY ended_at LIMIT {RemovedAtOnce})",
        ("$moment", now - Retention));

    private static WebhookDelivery Read(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        new(row.GetString(4)),
        row.GetString(5),
        row.GetFieldValue<byte[]>(6),
        row.GetInt32(7),
        row.TimeOrNull(8))
    {
        Trace = TracePlace.Read(row.TextOrNull(9), row.TextOrNull(10)),
    };
}
