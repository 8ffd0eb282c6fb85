using Flapjack.ReferenceBackend.Agents;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Finds the agent that a path names, for every endpoint of one agent.</summary>
/// <remarks>
/// An agent may be deleted while a request is served, for example because the request's body comes late. The request may then meet a destroyed
/// computer or a journal that is gone. Its answer is nevertheless the answer that every later request gets: there is no such agent.
/// </remarks>
internal sealed class AgentRoutes(AgentService agents)
{
    /// <summary>The agent that the path names as <c>agentId</c>.</summary>
    /// <exception cref="Refusal">403 or 404.</exception>
    public AgentCall Find(Call call) => agents.Find(call.Caller, call["agentId"]);

    /// <summary>Routes of one agent. A route that deletes the agent is not among them; it uses <see cref="Find"/>.</summary>
    public GatedRoutes<AgentCall> Of(GatedRoutes<Call> routes) => routes.Within<AgentCall>(ServeAsync);

    private async Task ServeAsync(Call call, Func<AgentCall, Task> serve)
    {
        var found = Find(call);
        try
        {
            await serve(found).ConfigureAwait(false);
        }
        catch (Exception) when (!call.Http.Response.HasStarted && !call.Http.RequestAborted.IsCancellationRequested && !agents.IsThere(found.Agent.Id))
        {
            throw AgentService.NoSuchAgent(found.Agent.Id);
        }
    }
}
