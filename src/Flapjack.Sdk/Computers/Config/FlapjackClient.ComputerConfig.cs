using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Reads what kind of computer an agent uses. <see cref="GetComputerStatusAsync"/> tells what the computer is doing.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The configuration, with all that the service sent.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/computer</c></remarks>
    public virtual Task<ComputerConfig> GetComputerConfigAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/computer", ComputersJson.Default.ComputerConfig, cancellationToken, ComputerErrors.Setup);

    /// <summary>Changes what kind of computer an agent uses.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="config">The configuration, preferably the result of <see cref="GetComputerConfigAsync"/> with your changes. A property that is
    /// null is not sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The configuration as it is now.</returns>
    /// <exception cref="FlapjackValidationException">The service refused a field, or fields that do not go together.</exception>
    /// <remarks>
    /// <c>PUT /api/agents/{agentId}/computer</c>. Whether the hosted service leaves fields that are missing as they are is not documented; the
    /// reference backend does.
    /// </remarks>
    public virtual Task<ComputerConfig> UpdateComputerConfigAsync(string agentId, ComputerConfig config, CancellationToken cancellationToken = default) =>
        Http.PutAsync($"/api/agents/{agentId}/computer", BodyOf(config), ComputersJson.Default.ComputerConfig, cancellationToken, ComputerErrors.Setup);

    /// <summary>Reads the providers' records of the computers behind an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The records as the service sent them; empty when there is none.</returns>
    /// <remarks>
    /// <c>GET /api/agents/{agentId}/computer-instances</c>. The documentation says only that the answer is a list of records, which differ by
    /// provider. A record would promise fields that the service has not promised, so you get the JSON itself.
    /// </remarks>
    public virtual Task<IReadOnlyList<JsonElement>> GetComputerInstancesAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/computer-instances", BasicJson.Default.IReadOnlyListJsonElement, cancellationToken, ComputerErrors.Setup);

    // A field that came with an odd type is among the unknown fields. It must not be sent beside a property that the caller has set since.
    private static JsonBody BodyOf(ComputerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var type = ComputersJson.Default.ComputerConfig;
        return JsonBody.Of(config with { AdditionalProperties = OddFields.Unset(config, type, config.AdditionalProperties) }, type, nameof(config));
    }
}
