using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A dev server on a computer.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/status</c></remarks>
public record ComputerDevServer
{
    /// <summary>Its TCP port, 1 to 65535.</summary>
    [JsonPropertyName("port")]
    public int Port { get; init; }

    /// <summary>Whether it takes connections.</summary>
    [JsonPropertyName("listening")]
    public bool Listening { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
