using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An authorization that has begun, and now needs a person.</summary>
/// <remarks><c>POST /api/mcps/{mcpServerId}/oauth/start</c></remarks>
public record McpOAuthStart
{
    /// <summary>The page to open in a browser, where a person agrees; null when the service did not say.</summary>
    [JsonPropertyName("authorizationUrl")]
    public string? AuthorizationUrl { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
