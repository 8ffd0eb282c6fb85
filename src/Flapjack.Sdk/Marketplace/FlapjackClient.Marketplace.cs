using System.Text.Json;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Reads how an agent is listed in the marketplace.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="FlapjackNotFoundException">There is no such agent; or, from the reference backend, the agent has no profile.</exception>
    /// <remarks><c>GET /api/agents/{agentId}/marketplace</c></remarks>
    public virtual Task<MarketplaceProfile> GetMarketplaceProfileAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/marketplace", MarketplaceJson.Default.MarketplaceProfile, cancellationToken);

    /// <summary>Writes an agent's marketplace profile.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="request">What to write.</param>
    /// <param name="cancellationToken">Ends the call; the profile may have been written.</param>
    /// <returns>The profile as it is now.</returns>
    /// <remarks>
    /// <c>PUT /api/agents/{agentId}/marketplace</c>. Whether a field that is not sent stays as it is, is not documented; in the
    /// reference backend it stays. The reference backend also makes the profile if the agent has none.
    /// </remarks>
    public virtual Task<MarketplaceProfile> UpdateMarketplaceProfileAsync(
        string agentId, UpdateMarketplaceProfileRequest request, CancellationToken cancellationToken = default) =>
        Http.PutAsync(
            $"/api/agents/{agentId}/marketplace",
            JsonBody.Of(request, MarketplaceJson.Default.UpdateMarketplaceProfileRequest),
            MarketplaceJson.Default.MarketplaceProfile,
            cancellationToken);

    /// <summary>Takes an agent out of the marketplace. The agent itself stays.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the profile may have been deleted.</param>
    /// <returns>When the profile is gone.</returns>
    /// <remarks><c>DELETE /api/agents/{agentId}/marketplace</c></remarks>
    public virtual Task DeleteMarketplaceProfileAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/agents/{agentId}/marketplace", cancellationToken);

    /// <summary>Lists the agent templates of the official marketplace.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/marketplace/official</c></remarks>
    public virtual Task<IReadOnlyList<OfficialAgentTemplate>> ListOfficialAgentTemplatesAsync(CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/marketplace/official", MarketplaceJson.Default.IReadOnlyListOfficialAgentTemplate, cancellationToken);

    /// <summary>Creates an agent from a template of the official marketplace.</summary>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes <c>templateId</c>, and a
    /// <c>name</c> for the agent.</param>
    /// <param name="cancellationToken">Ends the call; the agent may have been created.</param>
    /// <returns>The agent as it was created.</returns>
    /// <remarks><c>POST /api/marketplace/official/use</c></remarks>
    public virtual Task<Agent> UseOfficialAgentTemplateAsync(JsonElement request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/marketplace/official/use", JsonBody.Of(request), MarketplaceJson.Default.Agent, cancellationToken);
}
