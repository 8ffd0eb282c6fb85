using System.Text.Json;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Asks whether the API is up. The call is sent without the key.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the API says.</returns>
    /// <remarks><c>GET /healthz</c></remarks>
    public virtual Task<HealthCheck> GetHealthAsync(CancellationToken cancellationToken = default) =>
        Http.GetWithoutKeyAsync($"/healthz", StatusJson.Default.HealthCheck, cancellationToken);

    /// <summary>Asks whether the API takes requests. The call is sent without the key.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the API says.</returns>
    /// <remarks><c>GET /readyz</c></remarks>
    public virtual Task<HealthCheck> GetReadinessAsync(CancellationToken cancellationToken = default) =>
        Http.GetWithoutKeyAsync($"/readyz", StatusJson.Default.HealthCheck, cancellationToken);

    /// <summary>Reads the description of the API. The call is sent without the key.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The OpenAPI document.</returns>
    /// <remarks><c>GET /openapi.json</c></remarks>
    public virtual Task<JsonElement> GetOpenApiAsync(CancellationToken cancellationToken = default) =>
        Http.GetWithoutKeyAsync($"/openapi.json", StatusJson.Default.JsonElement, cancellationToken);

    /// <summary>Reads how well the vendor's services work. The call is sent without the key.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The services now, and their past.</returns>
    /// <remarks><c>GET /v1/status/uptime</c></remarks>
    public virtual Task<Uptime> GetUptimeAsync(CancellationToken cancellationToken = default) =>
        Http.GetWithoutKeyAsync($"/v1/status/uptime", StatusJson.Default.Uptime, cancellationToken);
}
