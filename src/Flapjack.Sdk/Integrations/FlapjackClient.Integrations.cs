using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the integrations of the organization.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/integrations</c></remarks>
    public virtual Task<IReadOnlyList<Integration>> ListIntegrationsAsync(CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/integrations", IntegrationsJson.Default.IReadOnlyListIntegration, cancellationToken);

    /// <summary>Creates an integration.</summary>
    /// <param name="request">The integration.</param>
    /// <param name="cancellationToken">Ends the call; the integration may have been created.</param>
    /// <returns>The integration as it was created, without its connection string.</returns>
    /// <remarks><c>POST /api/integrations</c></remarks>
    public virtual Task<Integration> CreateIntegrationAsync(CreateIntegrationRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/integrations", JsonBody.Of(request, IntegrationsJson.Default.CreateIntegrationRequest), IntegrationsJson.Default.Integration, cancellationToken);

    /// <summary>Reads an integration.</summary>
    /// <param name="integrationId">The integration's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The integration, without its connection string.</returns>
    /// <remarks><c>GET /api/integrations/{integrationId}</c></remarks>
    public virtual Task<Integration> GetIntegrationAsync(string integrationId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/integrations/{integrationId}", IntegrationsJson.Default.Integration, cancellationToken);

    /// <summary>Deletes an integration. The agents and runners that use it lose its tools; the database that it connects to is not touched.</summary>
    /// <param name="integrationId">The integration's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the integration may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /api/integrations/{integrationId}</c></remarks>
    public virtual Task DeleteIntegrationAsync(string integrationId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/integrations/{integrationId}", cancellationToken);
}
