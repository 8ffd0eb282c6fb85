using System.Text.Json;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Threads;

/// <summary>
/// What is kept of the computers that belong to one thread alone. The contract is silent about the fields, so a thread has an empty object until a caller
/// puts another object in its place.
/// </summary>
internal sealed class ThreadComputers(Store store)
{
    /// <exception cref="Shared.Hosting.Refusals.Refusal">The thread is gone.</exception>
    public JsonElement Find(string orgId, string threadId) => store.Read(db => Find(db, orgId, threadId));

    /// <summary>Replaces the whole object.</summary>
    /// <exception cref="Shared.Hosting.Refusals.Refusal">The thread is gone.</exception>
    public JsonElement Replace(string orgId, string threadId, JsonElement computer) => store.Write(db =>
    {
        db.Execute("UPDATE threads SET computer = $computer WHERE id = $id", ("$id", threadId), ("$computer", computer.GetRawText()));
        return Find(db, orgId, threadId);
    });

    private static JsonElement Find(StoreSession db, string orgId, string threadId)
    {
        // The thread may have been deleted, with its agent, since it was found.
        new OrgReference("threads", "thread", threadId).Check(db, orgId);
        return JsonElement.Parse(db.QuerySingle("SELECT computer FROM threads WHERE id = $id", row => row.GetString(0), ("$id", threadId))!);
    }
}
