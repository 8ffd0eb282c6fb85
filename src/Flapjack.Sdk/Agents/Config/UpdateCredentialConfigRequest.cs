using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in where the service asks for the key of a model. A property that is not assigned is not sent.</summary>
/// <remarks><c>PUT /api/agents/{agentId}/credentials</c></remarks>
public record UpdateCredentialConfigRequest
{
    /// <summary>Whether the service asks your endpoint.</summary>
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; init; }

    /// <summary>Your own endpoint, which the service asks; assign null for none.</summary>
    [JsonPropertyName("resolverUrl")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> ResolverUrl { get; init; }

    /// <summary>How many milliseconds the endpoint has for its answer; by default 5,000.</summary>
    [JsonPropertyName("timeoutMs")]
    public int? TimeoutMs { get; init; }
}
