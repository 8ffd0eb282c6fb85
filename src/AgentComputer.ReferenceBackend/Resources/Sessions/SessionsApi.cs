using AgentComputer.ReferenceBackend.Access;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Sessions;

/// <summary>Access sessions: for a while, a token opens a computer in one way.</summary>
internal sealed class SessionsApi(SessionService sessions) : IResource
{
    private const string Path = "/v1/computers/{computer_id}/access-sessions";

    public void Map(Routes routes)
    {
        var all = routes.AnyKey().For(call => sessions.Computer(call.OrgId, call["computer_id"]));
        all.Post(Path, SessionBody.Create, (computer, asked) => sessions.Create(computer, asked), StatusCodes.Status201Created);

        var one = routes.AnyKey().For(call => (Computer: sessions.Computer(call.OrgId, call["computer_id"]), Id: call["session_id"]));
        one.Get(Path + "/{session_id}", asked => sessions.Show(asked.Computer, asked.Id));
        one.Delete(Path + "/{session_id}", asked => sessions.Revoke(asked.Computer, asked.Id));
    }
}
