using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A database integration as it is attached to an agent or a runner.</summary>
/// <remarks>
/// <c>POST /api/agents/{agentId}/integrations</c> and <c>GET /api/runners/{runnerId}/integrations</c>. The service documents only what is sent to
/// attach it: the fields here are those, and all others are in <see cref="AdditionalProperties"/>.
/// </remarks>
public record IntegrationAttachment
{
    /// <summary>The id of the attached integration, a UUID.</summary>
    [JsonPropertyName("integration_id")]
    public string IntegrationId { get => field ?? ""; init; }

    /// <summary>The names of the tables that may be read; null for all tables.</summary>
    [JsonPropertyName("allowed_tables")]
    public IReadOnlyList<string>? AllowedTables { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
