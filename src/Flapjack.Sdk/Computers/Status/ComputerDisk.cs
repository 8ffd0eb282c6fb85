using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A computer's disk.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/status</c></remarks>
public record ComputerDisk
{
    /// <summary>Bytes in use.</summary>
    [JsonPropertyName("used")]
    public long Used { get; init; }

    /// <summary>Bytes that its size class allows.</summary>
    [JsonPropertyName("total")]
    public long Total { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
