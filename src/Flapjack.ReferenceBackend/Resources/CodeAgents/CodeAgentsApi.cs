using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.CodeAgents;

/// <summary>An organization's code agents.</summary>
internal sealed class CodeAgentsApi(OrgTable<CodeAgentDocument> codeAgents) : IResource
{
    private const string All = "/api/code-agents";
    private const string One = All + "/{codeAgentId}";

    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get(All, query => query.Uuid("orgId", "INVALID_ORG_ID"), (call, orgId) => codeAgents.List(call.OwnOrg(orgId)).Select(agent => agent.ToJson()));
        all.Post(
            All,
            CodeAgentBody.Create,
            (call, body) => codeAgents.Add(call.OwnOrg(body.OrgId), body.Document with { CreatedBy = UserOf(call.Caller) }).ToJson(),
            StatusCodes.Status201Created);

        var one = all.For(call => codeAgents.Find(call.OrgId, call["codeAgentId"]));
        one.Get(One, agent => agent.ToJson());
        one.Patch(One, CodeAgentBody.Patch, (agent, patch) => codeAgents.Change(agent.OrgId, agent.Id, patch).ToJson());
        one.Delete(One, agent => codeAgents.Remove(agent.OrgId, agent.Id));
    }

    private static string? UserOf(Caller caller) => caller.Kind == Caller.User ? caller.Id : null;
}
