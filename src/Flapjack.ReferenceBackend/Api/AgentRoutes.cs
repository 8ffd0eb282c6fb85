using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>What every endpoint of one agent begins with: whose key, whose agent, which computer.</summary>
/// <remarks>
/// An agent may be deleted while a request is served, for example because the request's body comes late. Whatever the request ran into then,
/// a destroyed computer or a journal that is gone, its answer is the one that every later request gets: there is no such agent.
/// </remarks>
internal sealed class AgentRoutes(KeyRing keys, AgentService agents)
{
    /// <param name="serve">Answers a request whose <c>agentId</c> was found.</param>
    public RequestDelegate For(Func<HttpContext, AgentCall, Task> serve) => async context =>
    {
        var caller = keys.Authenticate(context.Request);
        caller.Require(FlapjackScopes.SandboxAdmin);
        var agentId = (string)context.GetRouteValue("agentId")!;
        var call = agents.Find(caller, agentId);
        try
        {
            await serve(context, call).ConfigureAwait(false);
        }
        catch (Exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && !agents.IsThere(call.Agent.Id))
        {
            throw AgentService.NoSuchAgent(agentId);
        }
    };
}
