using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Computers;
using Flapjack.ReferenceBackend.Sse;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>An agent's computer: its status and its bootstrap's log.</summary>
internal sealed class ComputersApi(
    KeyRing keys, AgentService agents, ComputerRegistry computers, AuditLog audit, SseResponse stream, ComputerNaming naming, bool extensions)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/agents/{agentId}/computer/status", StatusAsync);
        routes.MapGet("/api/agents/{agentId}/computer/bootstrap/stream", StreamBootstrapAsync);
    }

    private async Task StatusAsync(HttpContext context, string agentId)
    {
        var (caller, agent, computer) = Find(context, agentId);
        var status = computer is null
            ? new() { Computer = new() { Status = ComputerLifecycleStatus.None } }
            : await computer.ReadStatusAsync().ConfigureAwait(false);
        audit.Append(new(agent.OrgId, agent.Id, caller.Actor, "status"));
        await context.WriteJsonAsync(HttpContextJson.ToJson(status).Named(naming)).ConfigureAwait(false);
    }

    private async Task StreamBootstrapAsync(HttpContext context, string agentId)
    {
        var log = Find(context, agentId).Computer?.BootstrapLog ?? throw ApiError.NotFound($"Agent '{agentId}' has had no bootstrap.");
        using var reader = LastEventId.Open(extensions ? LastEventId.Read(context.Request, log.IdPrefix) : 0, log.OpenReader);
        await stream.BeginAsync(context).ConfigureAwait(false);
        await stream.CopyAsync(reader, context).ConfigureAwait(false);
    }

    private (Caller Caller, AgentRecord Agent, Computer? Computer) Find(HttpContext context, string agentId)
    {
        var caller = keys.Authenticate(context.Request);
        caller.Require(FlapjackScopes.SandboxAdmin);
        var agent = agents.Find(caller, agentId);
        return (caller, agent, computers.Find(agent.Id));
    }
}
