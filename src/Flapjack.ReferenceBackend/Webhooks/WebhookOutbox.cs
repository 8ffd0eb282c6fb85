using Flapjack.ReferenceBackend.Storage;
using Microsoft.Data.Sqlite;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The webhooks in the store that are neither delivered nor given up. They outlive their agents: the last one tells of the deletion.</summary>
internal sealed class WebhookOutbox(Store store)
{
    /// <summary>Whether they are there again after this process has ended.</summary>
    public bool IsKept => store.IsFile;

    public void Write(Action<StoreSession> change) => store.Write(change);

    /// <summary>Adds an event as part of a larger change: it is to be sent if that change is made, and only then.</summary>
    public static void Add(StoreSession db, Uri url, WebhookEvent @event, DateTimeOffset now) => db.Execute(
        """
        INSERT INTO webhooks (agent_id, org_id, url, event, body, created_at)
        VALUES ($agent, $org, $url, $event, $body, $now)
        """,
        ("$agent", @event.AgentId),
        ("$org", @event.OrgId),
        ("$url", url.AbsoluteUri),
        ("$event", @event.Event),
        ("$body", @event.ToJson()),
        ("$now", now));

    /// <summary>The agents that have something to be sent.</summary>
    public IReadOnlyList<string> Agents() => store.Read(db => db.Query("SELECT DISTINCT agent_id FROM webhooks", row => row.GetString(0)));

    /// <summary>An agent's earliest event behind a number; null when there is none.</summary>
    public WebhookDelivery? Next(string agentId, long after) => store.Read(db => db.QuerySingle(
        """
        SELECT number, agent_id, org_id, url, event, body, attempts, next_attempt_at FROM webhooks
        WHERE agent_id = $agent AND number > $after ORDER BY number LIMIT 1
        """,
        Read,
        ("$agent", agentId),
        ("$after", after)));

    /// <summary>Records that an attempt has failed, and when the next one is due.</summary>
    public void Postpone(long number, int attempts, DateTimeOffset nextAttemptAt) => store.Write(db =>
    {
        db.Execute(
            "UPDATE webhooks SET attempts = $attempts, next_attempt_at = $next WHERE number = $number",
            ("$attempts", attempts),
            ("$next", nextAttemptAt),
            ("$number", number));
    });

    /// <summary>Removes what was delivered or given up.</summary>
    public void Remove(long number) => store.Write(db =>
    {
        db.Execute("DELETE FROM webhooks WHERE number = $number", ("$number", number));
    });

    private static WebhookDelivery Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        new(row.GetString(3)),
        row.GetString(4),
        row.GetFieldValue<byte[]>(5),
        row.GetInt32(6),
        row.TimeOrNull(7));
}
