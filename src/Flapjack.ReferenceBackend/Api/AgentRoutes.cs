using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Refusals;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>What every endpoint of one agent begins with: whose agent, and which computer.</summary>
/// <remarks>
/// An agent may be deleted while a request is served, for example because the request's body comes late. Whatever the request ran into then,
/// a destroyed computer or a journal that is gone, its answer is the one that every later request gets: there is no such agent.
/// </remarks>
internal sealed class AgentRoutes(AgentService agents)
{
    /// <summary>The agent that the request's <c>agentId</c> names.</summary>
    /// <exception cref="Refusal">403 or 404.</exception>
    public AgentCall Find(HttpContext context, Caller caller) => agents.Find(caller, (string)context.GetRouteValue("agentId")!);

    /// <param name="serve">Answers a request whose agent was found, unless it deletes the agent.</param>
    public Func<HttpContext, Caller, Task> For(Func<HttpContext, AgentCall, Task> serve) => async (context, caller) =>
    {
        var call = Find(context, caller);
        try
        {
            await serve(context, call).ConfigureAwait(false);
        }
        catch (Exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && !agents.IsThere(call.Agent.Id))
        {
            throw AgentService.NoSuchAgent(call.Agent.Id);
        }
    };
}
