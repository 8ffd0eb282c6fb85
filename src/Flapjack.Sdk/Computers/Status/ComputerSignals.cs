using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What a computer is doing.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/status</c></remarks>
public record ComputerSignals
{
    /// <summary>The dev server that runs on it; null when none does.</summary>
    [JsonPropertyName("devServer")]
    public ComputerDevServer? DevServer { get; init; }

    /// <summary>Its disk; null when the service did not say.</summary>
    [JsonPropertyName("disk")]
    public ComputerDisk? Disk { get; init; }

    /// <summary>The last test run, as the service sent it: its shape is not documented. Null when there was none.</summary>
    [JsonPropertyName("testsLast")]
    public JsonElement? TestsLast { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
