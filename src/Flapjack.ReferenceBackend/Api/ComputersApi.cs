using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Naming;
using Flapjack.ReferenceBackend.Sse;
using Flapjack.ReferenceBackend.Words;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>The status of an agent's computer, and the log of its bootstrap.</summary>
internal sealed class ComputersApi(
    AgentRoutes agentRoutes, AgentService agents, AuditLog audit, SseResponse stream, ComputerNaming naming, bool extensions) : IResource
{
    public void Map(Routes routes)
    {
        var routesOfAgent = agentRoutes.Of(routes.Scope(FlapjackScopes.SandboxAdmin));
        routesOfAgent.Get("/api/agents/{agentId}/computer/status", StatusAsync);
        routesOfAgent.Map(HttpMethods.Get, "/api/agents/{agentId}/computer/bootstrap/stream", StreamBootstrapAsync);
    }

    private async Task<JsonObject> StatusAsync(AgentCall call)
    {
        var (caller, agent, computer) = call;
        var status = computer is null
            ? new() { Computer = new() { Status = ComputerLifecycleStatus.None } }
            : ComputerWords.StatusOf(await computer.ReadStatusAsync().ConfigureAwait(false));
        if (!agents.IsThere(agent.Id))
        {
            // The status may describe what a deletion had left of the computer.
            throw AgentService.NoSuchAgent(agent.Id);
        }

        audit.Append(new(agent.OrgId, agent.Id, caller.Actor, "status"));
        return HttpContextJson.ToJson(status).Named(naming);
    }

    private async Task StreamBootstrapAsync(HttpContext context, AgentCall call)
    {
        var log = call.Computer?.BootstrapLog ?? throw Refusal.NotFound($"Agent '{call.Agent.Id}' has had no bootstrap.");
        using var reader = LastEventId.Open(extensions ? LastEventId.Read(context.Request, log.IdPrefix) : 0, log.OpenReader);
        await stream.BeginAsync(context).ConfigureAwait(false);
        await stream.CopyAsync(reader, context).ConfigureAwait(false);
    }
}
