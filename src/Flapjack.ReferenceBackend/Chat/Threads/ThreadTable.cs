using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Chat.Threads;

/// <summary>The table of threads.</summary>
internal static class ThreadTable
{
    public static OrgTable<ThreadDocument> Of(Store store, TimeProvider clock) =>
        new(store, "threads", "thread", clock, new Dictionary<string, Func<ThreadDocument, object?>> { ["agent_id"] = thread => thread.AgentId });
}
