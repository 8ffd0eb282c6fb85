using Flapjack.Sdk.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Deletes an agent and tears down its computer, with everything on it.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is gone.</returns>
    /// <exception cref="ArgumentException">The agent's id is empty.</exception>
    /// <exception cref="FlapjackNotFoundException">There is no such agent in this organization.</exception>
    /// <exception cref="FlapjackException">The call failed in another way.</exception>
    /// <remarks><c>DELETE /api/agents/{agentId}</c></remarks>
    public virtual Task DeleteAgentAsync(string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        return DeleteAgent(new(HttpMethod.Delete, $"/api/agents/{agentId}", RetryRule.IfTransient), cancellationToken);
    }

    private async Task DeleteAgent(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var _ = await Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (FlapjackNotFoundException e) when (e.Attempts > 1)
        {
            // An earlier attempt deleted it, and only its answer was lost.
        }
    }
}
