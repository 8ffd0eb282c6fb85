using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Coding;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.CodeAgents;

/// <summary>Starts, changes and ends code sessions. The <see cref="CodingQueue"/> works on them.</summary>
internal sealed class CodeSessions(CodeSessionStore store, OrgTable<CodeAgentDocument> codeAgents, CodingQueue coding, SecretCipher secrets, TimeProvider clock)
{
    public IReadOnlyList<OrgRow<CodeSessionDocument>> List(string orgId) => store.List(orgId);

    /// <exception cref="Refusal">There is no such session, or it belongs to another organization.</exception>
    public OrgRow<CodeSessionDocument> Find(string orgId, string id) => store.Find(orgId, id);

    public IReadOnlyList<JsonObject> Events(OrgRow<CodeSessionDocument> session, int? after) => store.Events(session.Id, after ?? 0);

    /// <summary>Starts a session with the settings that its code agent has now.</summary>
    /// <exception cref="Refusal">404, 403: about the code agent; 422: there is no coder, or neither the body nor the code agent names a repository.</exception>
    public OrgRow<CodeSessionDocument> Start(string orgId, CodeSessionBody body)
    {
        var agent = codeAgents.Find(orgId, body.CodeAgentId).Document;
        RequireCoder();
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
            EncryptedCursorKey = body.CursorKey is { } key ? secrets.Protect(CodingServices.KeyPurpose, key) : null,
        };
        var started = store.Add(orgId, session, CodeSessionEvent.OfStatus(session.Status), CodeSessionEvent.OfPrompt(body.Prompt));
        coding.Wake();
        return started;
    }

    public OrgRow<CodeSessionDocument> Change(OrgRow<CodeSessionDocument> session, JsonObject patch) => store.Change(session.OrgId, session.Id, stored =>
    {
        var title = patch.ContainsKey("title") ? (string?)patch["title"] : stored.Title;
        return (stored with { Title = title }, title == stored.Title ? [] : [CodeSessionEvent.OfTitle(title)]);
    }).Session;

    /// <summary>Takes a further prompt. A session that has finished waits for its coder again; a session that works gets to the prompt afterwards.</summary>
    /// <returns>The event of the prompt, as it is sent.</returns>
    /// <exception cref="Refusal">422: there is no coder, or the session is archived, or has ended without success.</exception>
    public JsonObject Send(OrgRow<CodeSessionDocument> session, string prompt)
    {
        RequireCoder();
        var told = store.Change(session.OrgId, session.Id, stored =>
            stored.ArchivedAt is not null
            ? throw new Refusal(RefusalKind.Contradiction, "SESSION_ARCHIVED", "The session is archived, so it takes no further prompt. Start another session.")
            : CodeSessionMoves.IsActive(stored.Status)
            ? (stored, [CodeSessionEvent.OfPrompt(prompt)])
            : (stored.MovedTo(CodeSessionMoves.Pending), [CodeSessionEvent.OfPrompt(prompt), CodeSessionEvent.OfStatus(CodeSessionMoves.Pending)])).Events[0];
        coding.Wake();
        return told;
    }

    /// <summary>Cancels a session, and returns it when its processes are dead and its files are gone.</summary>
    /// <exception cref="Refusal">422: the session has ended.</exception>
    public async Task<OrgRow<CodeSessionDocument>> CancelAsync(OrgRow<CodeSessionDocument> session)
    {
        var isActive = CodeSessionMoves.IsActive(store.Find(session.OrgId, session.Id).Document.Status);
        await coding.CancelAsync(session.Id).ConfigureAwait(false);
        var cancelled = store.Change(
            session.OrgId,
            session.Id,
            stored => isActive && stored.Status == CodeSessionMoves.Cancelled
                ? (stored, [])
                : (stored.MovedTo(CodeSessionMoves.Cancelled), [CodeSessionEvent.OfStatus(CodeSessionMoves.Cancelled)]),
            makesRoom: true).Session;
        await EndWorkAsync(session.Id).ConfigureAwait(false);
        return cancelled;
    }

    /// <summary>
    /// Puts a session away, forgets its Cursor key and removes its files. A session that has not ended is cancelled with it, because nobody could go on
    /// without them. To archive a session again changes nothing.
    /// </summary>
    public async Task<OrgRow<CodeSessionDocument>> ArchiveAsync(OrgRow<CodeSessionDocument> session)
    {
        await coding.CancelAsync(session.Id).ConfigureAwait(false);
        var archived = store.Change(
            session.OrgId,
            session.Id,
            stored =>
            {
                if (stored.ArchivedAt is not null)
                {
                    return (stored, []);
                }

                var away = stored with { ArchivedAt = clock.GetUtcNow(), EncryptedCursorKey = null, HasComputer = false };
                return CodeSessionMoves.IsActive(stored.Status)
                    ? (away.MovedTo(CodeSessionMoves.Cancelled), [CodeSessionEvent.OfStatus(CodeSessionMoves.Cancelled), CodeSessionEvent.OfArchive()])
                    : (away, [CodeSessionEvent.OfArchive()]);
            },
            makesRoom: true).Session;
        await EndWorkAsync(session.Id).ConfigureAwait(false);
        return archived;
    }

    // The queue may have taken up the session just before the change; such work finds the session ended, and is waited for.
    private async Task EndWorkAsync(string sessionId)
    {
        await coding.CancelAsync(sessionId).ConfigureAwait(false);
        await coding.RemoveFilesAsync(sessionId).ConfigureAwait(false);
    }

    private void RequireCoder()
    {
        if (!coding.HasCoder)
        {
            throw new Refusal(
                RefusalKind.Contradiction,
                "CODER_NOT_CONFIGURED",
                "This backend has no coder that works on code sessions. Set FlapjackBackendOptions.Coder to a command, for example new LocalCoder { Command = \"my-coder\" }.");
        }
    }
}
