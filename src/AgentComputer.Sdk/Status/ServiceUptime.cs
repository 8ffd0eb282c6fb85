using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A service of the vendor, and whether it works.</summary>
/// <remarks><c>GET /v1/status/uptime</c></remarks>
public record ServiceUptime
{
    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Its short name, under which the histories have it.</summary>
    [JsonPropertyName("slug")]
    public string Slug { get => field ?? ""; init; }

    /// <summary>How well it works.</summary>
    [JsonPropertyName("status")]
    public ServiceStatus Status { get; init; }

    /// <summary>How long it took to answer, in milliseconds; null if the service did not say.</summary>
    [JsonPropertyName("response_ms")]
    public long? ResponseMs { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
