using Flapjack.ReferenceBackend.Chat.Threads;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Threads;

/// <summary>The people who talk in the threads of the kind <see cref="ThreadKinds.Multiplayer"/>. A thread of the other kind has no participants.</summary>
internal sealed class ThreadParticipants(Store store, TimeProvider clock)
{
    /// <summary>The participants in the order in which they joined.</summary>
    public IReadOnlyList<ThreadParticipant> List(string threadId) => store.Read(db => List(db, threadId, null));

    /// <summary>Adds a participant. If the person is a participant already, nothing changes.</summary>
    /// <exception cref="Refusal">422: the thread is for one person.</exception>
    public ThreadParticipant Add(OrgRow<ThreadDocument> thread, string userId)
    {
        if (thread.Document.Kind != ThreadKinds.Multiplayer)
        {
            throw new Refusal(
                RefusalKind.Contradiction,
                "THREAD_IS_SINGLE",
                $"The thread '{thread.Id}' is of the kind '{thread.Document.Kind}', which has no participants. Create a thread of the kind '{ThreadKinds.Multiplayer}'.");
        }

        return store.Write(db =>
        {
            // The thread may have been deleted, with its agent, since it was found.
            new OrgReference("threads", "thread", thread.Id).Check(db, thread.OrgId);
            db.Execute(
                "INSERT INTO thread_participants (thread_id, user_id, created_at) VALUES ($thread, $user, $now) ON CONFLICT DO NOTHING",
                ("$thread", thread.Id),
                ("$user", userId),
                ("$now", clock.GetUtcNow()));
            return List(db, thread.Id, userId)[0];
        });
    }

    /// <exception cref="Refusal">404: there is no such participant.</exception>
    public void Remove(string threadId, string userId)
    {
        var removed = store.Write(db => db.Execute(
            "DELETE FROM thread_participants WHERE thread_id = $thread AND user_id = $user", ("$thread", threadId), ("$user", userId)));
        if (removed == 0)
        {
            throw Refusal.NotFound($"The thread '{threadId}' has no participant '{userId}'.");
        }
    }

    private static List<ThreadParticipant> List(StoreSession db, string threadId, string? userId) => db.Query(
        "SELECT thread_id, user_id, created_at FROM thread_participants WHERE thread_id = $thread AND ($user IS NULL OR user_id = $user) ORDER BY rowid",
        row => new ThreadParticipant(row.GetString(0), row.GetString(1), row.Time(2)),
        ("$thread", threadId),
        ("$user", userId));
}
