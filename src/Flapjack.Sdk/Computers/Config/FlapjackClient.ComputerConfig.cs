using System.Text.Json;
using Flapjack.Sdk.Http;
using Flapjack.Sdk.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Reads what kind of computer an agent uses. What the computer is doing, <see cref="GetComputerStatusAsync"/> tells.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The configuration, with all that the service sent.</returns>
    /// <exception cref="ArgumentException">The agent's id is empty.</exception>
    /// <exception cref="FlapjackNotFoundException">There is no such agent in this organization.</exception>
    /// <exception cref="FlapjackException">The call failed in another way.</exception>
    /// <remarks><c>GET /api/agents/{agentId}/computer</c></remarks>
    public virtual Task<ComputerConfig> GetComputerConfigAsync(string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        return Http.SendAsync(
            new(HttpMethod.Get, $"/api/agents/{agentId}/computer", RetryRule.IfTransient) { Errors = ComputerErrors.Setup },
            ComputersJson.Default.ComputerConfig,
            cancellationToken);
    }

    /// <summary>Changes what kind of computer an agent uses.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="config">The configuration, best one that <see cref="GetComputerConfigAsync"/> gave, changed; what is null is not sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The configuration as it is now.</returns>
    /// <exception cref="ArgumentException">The agent's id is empty, or a text holds half a character; the message names it. Nothing was sent.</exception>
    /// <exception cref="FlapjackValidationException">The service refused a field, or fields that do not go together.</exception>
    /// <exception cref="FlapjackNotFoundException">There is no such agent in this organization.</exception>
    /// <exception cref="FlapjackException">The call failed in another way.</exception>
    /// <remarks>
    /// <c>PUT /api/agents/{agentId}/computer</c>. Whether the hosted service leaves fields that are missing as they are is not documented; the
    /// reference backend does.
    /// </remarks>
    public virtual Task<ComputerConfig> UpdateComputerConfigAsync(string agentId, ComputerConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        ArgumentNullException.ThrowIfNull(config);
        var type = ComputersJson.Default.ComputerConfig;
        // A field that came odd is among the unknown ones, and must not contradict the property that the caller has set since.
        var sent = config with { AdditionalProperties = OddFields.Unset(config, type, config.AdditionalProperties) };
        return Http.SendAsync(
            new(HttpMethod.Put, $"/api/agents/{agentId}/computer", RetryRule.IfTransient)
            {
                Errors = ComputerErrors.Setup,
                Body = JsonBody.Of(sent, type, nameof(config)),
            },
            type,
            cancellationToken);
    }

    /// <summary>Reads the providers' records of the computers behind an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The records as the service sent them; empty when there is none.</returns>
    /// <exception cref="ArgumentException">The agent's id is empty.</exception>
    /// <exception cref="FlapjackNotFoundException">There is no such agent in this organization.</exception>
    /// <exception cref="FlapjackException">The call failed in another way.</exception>
    /// <remarks>
    /// <c>GET /api/agents/{agentId}/computer-instances</c>. That it is a list of records is all that is documented; they differ by provider.
    /// A type of ours would promise fields that nobody has promised to us, so this is their JSON.
    /// </remarks>
    public virtual Task<IReadOnlyList<JsonElement>> GetComputerInstancesAsync(string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        return Http.SendAsync(
            new(HttpMethod.Get, $"/api/agents/{agentId}/computer-instances", RetryRule.IfTransient) { Errors = ComputerErrors.Setup },
            BasicJson.Default.IReadOnlyListJsonElement,
            cancellationToken);
    }
}
