using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

// The service does not document what is in these configurations, so they are JSON here.
public partial class FlapjackClient
{
    /// <summary>Reads the configuration of an agent's web tools: search, research, read and crawl.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The configuration as the service sent it, because the service does not document its fields.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/web</c></remarks>
    public virtual Task<JsonElement> GetWebConfigAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/web", BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Changes the configuration of an agent's web tools: search, research, read and crawl.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="config">The whole configuration, a JSON object: preferably the result of <see cref="GetWebConfigAsync"/> with your changes. It is
    /// sent as it is, because the service does not document its fields.</param>
    /// <param name="cancellationToken">Ends the call; the configuration may have been changed.</param>
    /// <returns>The configuration as it is now.</returns>
    /// <remarks><c>PUT /api/agents/{agentId}/web</c></remarks>
    public virtual Task<JsonElement> UpdateWebConfigAsync(string agentId, JsonElement config, CancellationToken cancellationToken = default) =>
        Http.PutAsync($"/api/agents/{agentId}/web", JsonBody.Of(config), BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Reads the configuration of an agent's plans.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The configuration as the service sent it, because the service does not document its fields.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/plan</c></remarks>
    public virtual Task<JsonElement> GetPlanConfigAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/plan", BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Changes the configuration of an agent's plans.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="config">The whole configuration, a JSON object: preferably the result of <see cref="GetPlanConfigAsync"/> with your changes. It is
    /// sent as it is, because the service does not document its fields.</param>
    /// <param name="cancellationToken">Ends the call; the configuration may have been changed.</param>
    /// <returns>The configuration as it is now.</returns>
    /// <remarks><c>PUT /api/agents/{agentId}/plan</c></remarks>
    public virtual Task<JsonElement> UpdatePlanConfigAsync(string agentId, JsonElement config, CancellationToken cancellationToken = default) =>
        Http.PutAsync($"/api/agents/{agentId}/plan", JsonBody.Of(config), BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Reads the multiplayer configuration of an agent: how it talks with several people in one thread.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The configuration as the service sent it, because the service does not document its fields.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/multiplayer</c></remarks>
    public virtual Task<JsonElement> GetMultiplayerConfigAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/multiplayer", BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Changes the multiplayer configuration of an agent: how it talks with several people in one thread.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="config">The whole configuration, a JSON object: preferably the result of <see cref="GetMultiplayerConfigAsync"/> with your changes. It is
    /// sent as it is, because the service does not document its fields.</param>
    /// <param name="cancellationToken">Ends the call; the configuration may have been changed.</param>
    /// <returns>The configuration as it is now.</returns>
    /// <remarks><c>PUT /api/agents/{agentId}/multiplayer</c></remarks>
    public virtual Task<JsonElement> UpdateMultiplayerConfigAsync(string agentId, JsonElement config, CancellationToken cancellationToken = default) =>
        Http.PutAsync($"/api/agents/{agentId}/multiplayer", JsonBody.Of(config), BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Reads the configuration of an agent's delegated tools.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The configuration as the service sent it, because the service does not document its fields.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/delegated</c></remarks>
    public virtual Task<JsonElement> GetDelegatedConfigAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/delegated", BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Changes the configuration of an agent's delegated tools.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="config">The whole configuration, a JSON object: preferably the result of <see cref="GetDelegatedConfigAsync"/> with your changes. It is
    /// sent as it is, because the service does not document its fields.</param>
    /// <param name="cancellationToken">Ends the call; the configuration may have been changed.</param>
    /// <returns>The configuration as it is now.</returns>
    /// <remarks><c>PUT /api/agents/{agentId}/delegated</c></remarks>
    public virtual Task<JsonElement> UpdateDelegatedConfigAsync(string agentId, JsonElement config, CancellationToken cancellationToken = default) =>
        Http.PutAsync($"/api/agents/{agentId}/delegated", JsonBody.Of(config), BasicJson.Default.JsonElement, cancellationToken);
}
