namespace Flapjack.ReferenceBackend.Coding;

/// <summary>The moves that the coder's work makes in the store. A session that its user has ended meanwhile stays as it is.</summary>
internal sealed class CodingWork(CodeSessionStore sessions)
{
    /// <summary>The sessions that wait for the coder, in the order in which they were started.</summary>
    public IReadOnlyList<(string OrgId, string Id)> Pending(int most) => sessions.WithStatus(CodeSessionMoves.Pending, most);

    /// <summary>Takes up the next prompt of a session; null if the session does not wait any more.</summary>
    public CodingTask? Take(string orgId, string id)
    {
        CodingTask? task = null;
        sessions.Change(orgId, id, (db, stored) =>
        {
            if (stored.Status != CodeSessionMoves.Pending)
            {
                return (stored, []);
            }

            var (seq, prompt, number) = CodeSessionTimeline.FirstPrompt(db, id, stored.TakenPrompt) ?? (stored.TakenPrompt, stored.Prompt ?? "", 1);
            task = new(id, stored, prompt, number, IsFirst: !stored.HasComputer);
            return (stored.MovedTo(CodeSessionMoves.Creating) with { HasComputer = true, TakenPrompt = seq }, [CodeSessionEvent.OfStatus(CodeSessionMoves.Creating)]);
        });
        return task;
    }

    /// <summary>The working copy is there, and the coder starts.</summary>
    /// <returns>The session; null if it was ended meanwhile.</returns>
    public CodeSessionDocument? Begin(CodingTask task, string orgId, string? startingCommit)
    {
        var session = sessions.Change(orgId, task.SessionId, stored => CodeSessionMoves.CanMove(stored.Status, CodeSessionMoves.Running)
            ? (stored.MovedTo(CodeSessionMoves.Running) with { StartingCommit = task.IsFirst ? startingCommit : stored.StartingCommit }, [CodeSessionEvent.OfStatus(CodeSessionMoves.Running)])
            : (stored, [])).Session.Document;
        return session.Status == CodeSessionMoves.Running ? session : null;
    }

    /// <summary>The coder has ended. A session with a further prompt waits again.</summary>
    /// <returns>Whether the session keeps its computer.</returns>
    public bool End(string orgId, string id, CodingEnd end) => sessions.Change(
        orgId,
        id,
        (db, stored) =>
        {
            if (!CodeSessionMoves.CanMove(stored.Status, end.Status))
            {
                return (stored, []);
            }

            var ended = stored.MovedTo(end.Status) with { Error = end.Error };
            CodeSessionEvent[] told = [.. end.Events, CodeSessionEvent.OfStatus(end.Status, end.Error)];
            return end.Status == CodeSessionMoves.Finished && CodeSessionTimeline.FirstPrompt(db, id, stored.TakenPrompt) is not null
                ? (ended.MovedTo(CodeSessionMoves.Pending), [.. told, CodeSessionEvent.OfStatus(CodeSessionMoves.Pending)])
                : (ended, told);
        },
        makesRoom: true).Session.Document.HasComputer;

    /// <summary>Settles the sessions that worked when an earlier process died.</summary>
    public void Settle()
    {
        foreach (var (orgId, id) in sessions.WithStatus(CodeSessionMoves.Creating))
        {
            End(orgId, id, CodingEnd.Failed("BACKEND_STOPPED", "The backend ended while the working copy of the session was made. The coder had not begun with this prompt. Start another session."));
        }

        foreach (var (orgId, id) in sessions.WithStatus(CodeSessionMoves.Running))
        {
            End(orgId, id, CodingEnd.Failed("CODER_OUTCOME_UNKNOWN", "The backend ended while the coder was working; nobody knows what the coder has done. Start another session."));
        }
    }
}
