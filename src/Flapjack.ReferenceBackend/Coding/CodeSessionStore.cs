using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>The code sessions in the store. A change of a session and the events that tell of it are stored together, so the timeline never lacks a change.</summary>
internal sealed class CodeSessionStore(Store store, TimeProvider clock)
{
    private readonly OrgTable<CodeSessionDocument> _sessions = new(store, "code_sessions", "code session", clock, new Dictionary<string, Func<CodeSessionDocument, object?>>
    {
        ["code_agent_id"] = session => session.CodeAgentId,
        ["status"] = session => session.Status,
    });

    public OrgRow<CodeSessionDocument> Add(string orgId, CodeSessionDocument session, params ReadOnlySpan<CodeSessionEvent> events)
    {
        var happened = events.ToArray();
        return store.Write(db =>
        {
            var added = _sessions.Add(db, orgId, session, new OrgReference("code_agents", "code agent", session.CodeAgentId));
            CodeSessionTimeline.Append(db, added.Id, happened, clock.GetUtcNow());
            return added;
        });
    }

    /// <exception cref="Refusal">There is no such session, or it belongs to another organization.</exception>
    public OrgRow<CodeSessionDocument> Find(string orgId, string id) => _sessions.Find(orgId, id);

    /// <summary>The organization's sessions in the order in which they were started.</summary>
    public IReadOnlyList<OrgRow<CodeSessionDocument>> List(string orgId) => _sessions.List(orgId);

    /// <summary>Changes a session.</summary>
    /// <param name="orgId">The organization.</param>
    /// <param name="id">The session.</param>
    /// <param name="change">Returns the session as it becomes, and the events that tell of it. Without an event nothing is changed.</param>
    /// <param name="makesRoom">Whether files are removed after the change, which a full disk does not prevent.</param>
    /// <returns>The session as it is now, and the events as they are sent.</returns>
    /// <exception cref="Refusal">There is no such session, or it belongs to another organization.</exception>
    public (OrgRow<CodeSessionDocument> Session, IReadOnlyList<JsonObject> Events) Change(
        string orgId, string id, Func<CodeSessionDocument, (CodeSessionDocument Session, CodeSessionEvent[] Events)> change, bool makesRoom = false) =>
        Change(orgId, id, (_, stored) => change(stored), makesRoom);

    /// <summary>The same for a change that depends on more than the session.</summary>
    /// <param name="orgId">The organization.</param>
    /// <param name="id">The session.</param>
    /// <param name="change">Returns the session as it becomes, and the events that tell of it. Without an event nothing is changed.</param>
    /// <param name="makesRoom">Whether files are removed after the change, which a full disk does not prevent.</param>
    /// <exception cref="Refusal">There is no such session, or it belongs to another organization.</exception>
    public (OrgRow<CodeSessionDocument> Session, IReadOnlyList<JsonObject> Events) Change(
        string orgId, string id, Func<StoreSession, CodeSessionDocument, (CodeSessionDocument Session, CodeSessionEvent[] Events)> change, bool makesRoom = false)
    {
        return makesRoom ? store.WriteMakingRoom(Make) : store.Write(Make);

        (OrgRow<CodeSessionDocument> Session, IReadOnlyList<JsonObject> Events) Make(StoreSession db)
        {
            var stored = _sessions.Find(db, orgId, id);
            var (session, events) = change(db, stored.Document);
            return events.Length == 0 ? (stored, []) : (_sessions.Replace(db, stored, session), CodeSessionTimeline.Append(db, stored.Id, events, clock.GetUtcNow()));
        }
    }

    /// <summary>Adds events of what changes nothing of the session itself.</summary>
    public void Append(string id, IReadOnlyList<CodeSessionEvent> events) => store.Write(db =>
    {
        CodeSessionTimeline.Append(db, id, events, clock.GetUtcNow());
    });

    /// <summary>What has happened in a session behind the event of a number, the oldest event first, each as it is sent.</summary>
    public IReadOnlyList<JsonObject> Events(string id, long after = 0) => store.Read(db => CodeSessionTimeline.Read(db, id, after));

    /// <summary>The sessions of all organizations that have a status, in the order in which they were started.</summary>
    public IReadOnlyList<(string OrgId, string Id)> WithStatus(string status, int most = int.MaxValue) => store.Read(db => db.Query(
        "SELECT org_id, id FROM code_sessions WHERE status = $status ORDER BY created_at, rowid LIMIT $most",
        row => (row.GetString(0), row.GetString(1)),
        ("$status", status),
        ("$most", most)));

    /// <summary>Whether a folder of computers holds the files of a session, by the name of the folder.</summary>
    public bool HasComputer(string id) => store.Read(db => db.QuerySingle(
        "SELECT json_extract(document, '$.has_computer') FROM code_sessions WHERE id = $id", row => !row.IsDBNull(0) && row.Flag(0), ("$id", id)));
}
