using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// The result of connecting to an MCP server. The service does not document how it reports a failed connection: the call may throw an exception, or
/// <see cref="Ok"/> may be false, and <see cref="AdditionalProperties"/> says why.
/// </summary>
/// <remarks><c>POST /api/mcps/{mcpServerId}/test</c></remarks>
public record McpServerTest
{
    /// <summary>Whether the server answered; also false when the service did not say.</summary>
    [JsonPropertyName("ok")]
    public bool Ok { get; init; }

    /// <summary>The tools of the server; empty when it has none, or did not answer.</summary>
    [JsonPropertyName("tools")]
    public IReadOnlyList<McpTool> Tools { get => field ?? []; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
