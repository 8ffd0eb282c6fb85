using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Whether the API is up.</summary>
/// <remarks><c>GET /healthz</c>, <c>GET /readyz</c></remarks>
public record HealthCheck
{
    /// <summary>Whether it says that it is.</summary>
    [JsonPropertyName("ok")]
    public bool Ok { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
