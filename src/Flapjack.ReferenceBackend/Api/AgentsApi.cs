using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Orgs;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>An organization's agents, however they were created. An agent that is created here has no computer.</summary>
/// <param name="agentRoutes">Finds the agent that a path names.</param>
/// <param name="agents">Deletes agents with their computers.</param>
/// <param name="table">The agents.</param>
/// <param name="computers">How their computers are configured.</param>
/// <param name="turnsOf">Prepares to end the turns of an agent that is about to be deleted; the function that it returns ends them.</param>
internal sealed class AgentsApi(
    AgentRoutes agentRoutes, AgentService agents, OrgTable<AgentDocument> table, ComputerConfigService computers, Func<string, Func<Task>> turnsOf) : IResource
{
    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/api/agents", AgentBody.ListedOrg, (call, org) => List(call.OwnOrg(org)));
        all.Post("/api/agents", AgentBody.Create, (call, body) => Add(call.OwnOrg(body.OrgId), body.Document), StatusCodes.Status201Created);

        var one = agentRoutes.Of(all);
        one.Get("/api/agents/{agentId}", call => AgentJson.Whole(table.Find(call.Agent.OrgId, call.Agent.Id), computers.Get(call)));
        one.Patch("/api/agents/{agentId}", AgentBody.Patch, Change);

        // The computer goes with its agent, so a deletion needs the scope for computers.
        routes.Scope(FlapjackScopes.SandboxAdmin).Delete("/api/agents/{agentId}", call => DeleteAsync(agentRoutes.Find(call)));
    }

    private async Task DeleteAsync(AgentCall call)
    {
        var endTurns = turnsOf(call.Agent.Id);
        await agents.DeleteAsync(call).ConfigureAwait(false);
        await endTurns().ConfigureAwait(false);
    }

    private IEnumerable<JsonObject> List(string orgId)
    {
        var computerOf = computers.InOrg(orgId);
        return table.List(orgId).Select(agent => AgentJson.OfList(agent, computerOf(agent.Id)));
    }

    private JsonObject Add(string orgId, AgentDocument document) => AgentJson.Whole(table.Add(orgId, document), ComputerConfigService.WithoutComputer);

    private JsonObject Change(AgentCall call, JsonObject patch) => AgentJson.Whole(
        table.Change(call.Agent.OrgId, call.Agent.Id, patch, new OrgReference("projects", "project", (string?)patch["project_id"])), computers.Get(call));
}
