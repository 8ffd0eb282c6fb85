using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The numbers of a tool.</summary>
/// <remarks><c>GET /api/analytics</c></remarks>
public record ToolAnalytics
{
    /// <summary>The tool's name.</summary>
    [JsonPropertyName("tool_name")]
    public string? ToolName { get; init; }

    /// <summary>How often the tool was called.</summary>
    [JsonPropertyName("call_count")]
    public long? CallCount { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
