using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Chat.Threads;
using Flapjack.ReferenceBackend.Orgs;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Threads;

/// <summary>An organization's threads, with their participants and the state of their computers.</summary>
internal sealed class ThreadsApi(OrgTable<ThreadDocument> threads, ThreadParticipants participants, ThreadComputers computers) : IResource
{
    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        // Documented as 200, where every other creation answers 201.
        all.Post("/api/threads", ThreadBody.Create, (call, body) => threads.Add(call.OrgId, body, new OrgReference("agents", "agent", body.AgentId)).ToJson());

        var one = all.For(call => threads.Find(call.OrgId, call["threadId"]));
        one.Patch("/api/threads/{threadId}", ThreadBody.Patch, (thread, patch) => threads.Change(thread.OrgId, thread.Id, patch).ToJson());
        MapParticipants(one);
        one.Get("/api/threads/{threadId}/computer", thread => computers.Find(thread.OrgId, thread.Id));
        one.Put("/api/threads/{threadId}/computer", ThreadBody.Computer, (thread, computer) => computers.Replace(thread.OrgId, thread.Id, computer));
    }

    private void MapParticipants(GatedRoutes<OrgRow<ThreadDocument>> one)
    {
        const string Path = "/api/threads/{threadId}/participants";
        one.Get(Path, thread => participants.List(thread.Id));
        one.Post(Path, ThreadBody.UserId, participants.Add, StatusCodes.Status201Created);
        one.Delete(Path, ThreadBody.UserId, (thread, userId) => participants.Remove(thread.Id, userId));
    }
}
