using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// The sets of tools of an agent, between which a thread can switch. The service does not document what is in them, so all of it is in
/// <see cref="AdditionalProperties"/>, and is sent back as it is there.
/// </summary>
/// <remarks>Part of <c>GET</c> and <c>PATCH /api/agents/{agentId}</c>.</remarks>
public record ToolProfiles
{
    /// <summary>The fields as the service sent them, or as they are to be sent.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
