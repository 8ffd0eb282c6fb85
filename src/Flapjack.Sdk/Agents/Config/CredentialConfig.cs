using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Where the service asks for the key of a model before it uses the model, so that users pay with keys of their own.</summary>
/// <remarks><c>GET /api/agents/{agentId}/credentials</c></remarks>
public record CredentialConfig
{
    /// <summary>Whether the service asks your endpoint; null when the service did not say.</summary>
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; init; }

    /// <summary>Your own endpoint, which the service asks; null for none.</summary>
    [JsonPropertyName("resolver_url")]
    public string? ResolverUrl { get; init; }

    /// <summary>How many milliseconds the endpoint has for its answer before the platform's own key is used; null when the service did not say.</summary>
    [JsonPropertyName("timeout_ms")]
    public int? TimeoutMs { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
