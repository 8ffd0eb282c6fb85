namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Deletes an agent and tears down its computer, with everything on it.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /api/agents/{agentId}</c></remarks>
    public virtual Task DeleteAgentAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/agents/{agentId}", cancellationToken);
}
