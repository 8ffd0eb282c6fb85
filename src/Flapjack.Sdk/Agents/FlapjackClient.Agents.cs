using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the agents of an organization.</summary>
    /// <param name="orgId">The organization's id, a UUID, for callers who belong to several; null for the caller's own.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none. The service leaves out <see cref="Agent.StablePreamble"/>.</returns>
    /// <remarks><c>GET /api/agents</c></remarks>
    public virtual Task<IReadOnlyList<Agent>> ListAgentsAsync(string? orgId = null, CancellationToken cancellationToken = default) =>
        Http.GetAsync(WirePath.Of($"/api/agents").Query("orgId", orgId), AgentsJson.Default.IReadOnlyListAgent, cancellationToken);

    /// <summary>Creates an agent without a computer. <see cref="CreateAgentFromTemplateAsync"/> creates an agent with one.</summary>
    /// <param name="request">The agent.</param>
    /// <param name="cancellationToken">Ends the call; the agent may have been created.</param>
    /// <returns>The agent as it was created.</returns>
    /// <remarks><c>POST /api/agents</c></remarks>
    public virtual Task<Agent> CreateAgentAsync(CreateAgentRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/agents", JsonBody.Of(request, AgentsJson.Default.CreateAgentRequest), AgentsJson.Default.Agent, cancellationToken);

    /// <summary>Reads an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The agent.</returns>
    /// <remarks><c>GET /api/agents/{agentId}</c></remarks>
    public virtual Task<Agent> GetAgentAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}", AgentsJson.Default.Agent, cancellationToken);

    /// <summary>Changes an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="request">What to change; the other fields stay as they are.</param>
    /// <param name="cancellationToken">Ends the call; the agent may have been changed.</param>
    /// <returns>The agent as it is now.</returns>
    /// <remarks><c>PATCH /api/agents/{agentId}</c></remarks>
    public virtual Task<Agent> UpdateAgentAsync(string agentId, UpdateAgentRequest request, CancellationToken cancellationToken = default) =>
        Http.PatchAsync(
            $"/api/agents/{agentId}", JsonBody.Of(request, AgentsJson.Default.UpdateAgentRequest), AgentsJson.Default.Agent, cancellationToken);

    /// <summary>Deletes an agent, and tears down its computer, with everything on it.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the agent may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks>
    /// <c>DELETE /api/agents/{agentId}</c>. The hosted service does not delete the agent's threads by itself, as far as its documentation says; the
    /// reference backend deletes everything that belongs to the agent.
    /// </remarks>
    public virtual Task DeleteAgentAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/agents/{agentId}", cancellationToken);
}
