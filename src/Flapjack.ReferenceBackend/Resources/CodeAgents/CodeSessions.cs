using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.CodeAgents;

/// <summary>Starts, changes and ends code sessions. Nothing takes a session up yet, so a session stays pending until it is cancelled.</summary>
internal sealed class CodeSessions(CodeSessionStore store, OrgTable<CodeAgentDocument> codeAgents, SecretCipher secrets, TimeProvider clock)
{
    private const string Purpose = "code_sessions.cursor_key";

    public IReadOnlyList<OrgRow<CodeSessionDocument>> List(string orgId) => store.List(orgId);

    /// <exception cref="Refusal">There is no such session, or it belongs to another organization.</exception>
    public OrgRow<CodeSessionDocument> Find(string orgId, string id) => store.Find(orgId, id);

    public IReadOnlyList<JsonObject> Events(OrgRow<CodeSessionDocument> session) => store.Events(session.Id);

    /// <summary>Starts a session with the settings that its code agent has now.</summary>
    /// <exception cref="Refusal">404, 403: about the code agent; 422: neither the body nor the code agent names a repository.</exception>
    public OrgRow<CodeSessionDocument> Start(string orgId, CodeSessionBody body)
    {
        var agent = codeAgents.Find(orgId, body.CodeAgentId).Document;
        var session = new CodeSessionDocument
        {
            CodeAgentId = body.CodeAgentId,
            Title = body.Title,
            Prompt = body.Prompt,
            Status = CodeSessionMoves.Pending,
            RepoUrl = body.RepoUrl ?? agent.DefaultRepoUrl
                ?? throw new Refusal(RefusalKind.Contradiction, "MISSING_REPO_URL", "The code agent has no default_repo_url, so the session needs a repoUrl."),
            StartingRef = body.StartingRef ?? agent.DefaultStartingRef,
            ModelId = body.ModelId ?? agent.ModelId,
            ModelParams = agent.ModelParams,
            AutoCreatePr = agent.AutoCreatePr,
            WorkOnCurrentBranch = agent.WorkOnCurrentBranch,
            SkipReviewerRequest = agent.SkipReviewerRequest,
            Preamble = agent.Preamble,
            EncryptedCursorKey = body.CursorKey is { } key ? secrets.Protect(Purpose, key) : null,
        };
        return store.Add(orgId, session, CodeSessionEvent.OfStatus(session.Status), CodeSessionEvent.OfPrompt(body.Prompt));
    }

    public OrgRow<CodeSessionDocument> Change(OrgRow<CodeSessionDocument> session, JsonObject patch) => store.Change(session.OrgId, session.Id, stored =>
    {
        var title = patch.ContainsKey("title") ? (string?)patch["title"] : stored.Title;
        return (stored with { Title = title }, title == stored.Title ? [] : [CodeSessionEvent.OfTitle(title)]);
    }).Session;

    /// <summary>Takes a further prompt. A session that has finished waits for its coder again.</summary>
    /// <returns>The event of the prompt, as it is sent.</returns>
    /// <exception cref="Refusal">422: the session is archived, or has ended without success.</exception>
    public JsonObject Send(OrgRow<CodeSessionDocument> session, string prompt) => store.Change(session.OrgId, session.Id, stored =>
    {
        var isActive = CodeSessionMoves.CanMove(stored.Status, CodeSessionMoves.Cancelled);
        return stored.ArchivedAt is not null
            ? throw new Refusal(RefusalKind.Contradiction, "SESSION_ARCHIVED", "The session is archived, so it takes no further prompt. Start another session.")
            : isActive
            ? (stored, [CodeSessionEvent.OfPrompt(prompt)])
            : (stored.MovedTo(CodeSessionMoves.Pending), [CodeSessionEvent.OfPrompt(prompt), CodeSessionEvent.OfStatus(CodeSessionMoves.Pending)]);
    }).Events[0];

    /// <exception cref="Refusal">422: the session has ended.</exception>
    public OrgRow<CodeSessionDocument> Cancel(OrgRow<CodeSessionDocument> session) => store.Change(session.OrgId, session.Id, stored =>
        (stored.MovedTo(CodeSessionMoves.Cancelled), [CodeSessionEvent.OfStatus(CodeSessionMoves.Cancelled)])).Session;

    /// <summary>
    /// Puts a session away and forgets its Cursor key. A session that has not ended is cancelled with it, because nobody could go on without the key.
    /// To archive a session again changes nothing.
    /// </summary>
    public OrgRow<CodeSessionDocument> Archive(OrgRow<CodeSessionDocument> session) => store.Change(session.OrgId, session.Id, stored =>
    {
        if (stored.ArchivedAt is not null)
        {
            return (stored, []);
        }

        var archived = stored with { ArchivedAt = clock.GetUtcNow(), EncryptedCursorKey = null };
        return CodeSessionMoves.CanMove(stored.Status, CodeSessionMoves.Cancelled)
            ? (archived.MovedTo(CodeSessionMoves.Cancelled), [CodeSessionEvent.OfStatus(CodeSessionMoves.Cancelled), CodeSessionEvent.OfArchive()])
            : (archived, [CodeSessionEvent.OfArchive()]);
    }).Session;
}
