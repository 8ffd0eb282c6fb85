using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.CodeAgents;

/// <summary>The code sessions in the store. A change of a session and the events that tell of it are stored together, so the timeline never lacks a change.</summary>
internal sealed class CodeSessionStore(Store store, TimeProvider clock)
{
    private const string Columns = "id, org_id, created_at, updated_at, document";

    public OrgRow<CodeSessionDocument> Add(string orgId, CodeSessionDocument session, params ReadOnlySpan<CodeSessionEvent> events)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        var happened = events.ToArray();
        return store.Write(db =>
        {
            new OrgReference("code_agents", "code agent", session.CodeAgentId).Check(db, orgId);
            db.Execute(
                $"INSERT INTO code_sessions ({Columns}, code_agent_id) VALUES ($id, $org, $now, $now, $document, $agent)",
                ("$id", id),
                ("$org", orgId),
                ("$now", now),
                ("$document", JsonSerializer.Serialize(session)),
                ("$agent", session.CodeAgentId));
            Append(db, id, happened, now);
            return Find(db, orgId, id);
        });
    }

    /// <exception cref="Refusal">There is no such session, or it belongs to another organization.</exception>
    public OrgRow<CodeSessionDocument> Find(string orgId, string id) => store.Read(db => Find(db, orgId, id));

    /// <summary>The organization's sessions in the order in which they were started.</summary>
    public IReadOnlyList<OrgRow<CodeSessionDocument>> List(string orgId) => store.Read(db =>
        db.Query($"SELECT {Columns} FROM code_sessions WHERE org_id = $org ORDER BY created_at, id", Read, ("$org", orgId)));

    /// <summary>Changes a session.</summary>
    /// <param name="orgId">The organization.</param>
    /// <param name="id">The session.</param>
    /// <param name="change">Returns the session as it becomes, and the events that tell of it. Without an event nothing is changed.</param>
    /// <returns>The session as it is now, and the events as they are sent.</returns>
    /// <exception cref="Refusal">There is no such session, or it belongs to another organization.</exception>
    public (OrgRow<CodeSessionDocument> Session, IReadOnlyList<JsonObject> Events) Change(
        string orgId, string id, Func<CodeSessionDocument, (CodeSessionDocument Session, CodeSessionEvent[] Events)> change) => store.Write(db =>
    {
        var stored = Find(db, orgId, id);
        var (session, events) = change(stored.Document);
        if (events.Length == 0)
        {
            return (stored, []);
        }

        var now = clock.GetUtcNow();
        db.Execute(
            "UPDATE code_sessions SET document = $document, updated_at = $now WHERE id = $id",
            ("$document", JsonSerializer.Serialize(session)),
            ("$now", now),
            ("$id", stored.Id));
        var appended = Append(db, stored.Id, events, now);
        return (Find(db, orgId, stored.Id), appended);
    });

    /// <summary>What has happened in a session, the oldest event first, each as it is sent.</summary>
    public IReadOnlyList<JsonObject> Events(string id) => store.Read(db => db.Query(
        "SELECT type, data, seq, id, created_at FROM code_session_events WHERE code_session_id = $id ORDER BY seq",
        row => new CodeSessionEvent(row.GetString(0), JsonNode.Parse(row.GetString(1))!.AsObject()).ToJson(id, row.GetInt64(2), row.GetString(3), row.Time(4)),
        ("$id", id)));

    private static List<JsonObject> Append(StoreSession db, string sessionId, CodeSessionEvent[] events, DateTimeOffset now)
    {
        var seq = db.QuerySingle(
            "SELECT coalesce(max(seq), 0) FROM code_session_events WHERE code_session_id = $id", row => row.GetInt64(0), ("$id", sessionId));
        var appended = new List<JsonObject>();
        foreach (var happened in events)
        {
            var id = Guid.CreateVersion7(now).ToString();
            db.Execute(
                "INSERT INTO code_session_events (code_session_id, seq, id, created_at, type, data) VALUES ($session, $seq, $id, $now, $type, $data)",
                ("$session", sessionId),
                ("$seq", ++seq),
                ("$id", id),
                ("$now", now),
                ("$type", happened.Type),
                ("$data", happened.Data.ToJsonString()));
            appended.Add(happened.ToJson(sessionId, seq, id, now));
        }

        return appended;
    }

    private static OrgRow<CodeSessionDocument> Find(StoreSession db, string orgId, string id)
    {
        var session = db.QuerySingle($"SELECT {Columns} FROM code_sessions WHERE id = $id", Read, ("$id", id.ToLowerInvariant()))
            ?? throw Refusal.NotFound($"There is no code session '{id}'.");
        return session.OrgId == orgId ? session : throw Refusal.Forbidden($"The code session '{id}' belongs to another organization.");
    }

    private static OrgRow<CodeSessionDocument> Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.Time(2), row.Time(3), JsonSerializer.Deserialize<CodeSessionDocument>(row.GetString(4))!);
}
