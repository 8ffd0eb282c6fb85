using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A custom tool as it is attached to a runner.</summary>
/// <remarks>
/// <c>GET /api/runners/{runnerId}/tools</c>. The service documents only what is sent to attach it: the id here, and all other fields are in
/// <see cref="AdditionalProperties"/>.
/// </remarks>
public record ToolAttachment
{
    /// <summary>The id of the attached tool, a UUID.</summary>
    [JsonPropertyName("tool_id")]
    public string ToolId { get => field ?? ""; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
