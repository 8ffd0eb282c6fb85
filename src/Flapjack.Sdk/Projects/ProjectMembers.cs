using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What belongs to a project.</summary>
/// <remarks><c>GET /api/projects/{projectId}/members</c></remarks>
public record ProjectMembers
{
    /// <summary>The project's runners; empty when there are none.</summary>
    [JsonPropertyName("runners")]
    public IReadOnlyList<ProjectMember> Runners { get => field ?? []; init; }

    /// <summary>The project's agents; empty when there are none.</summary>
    [JsonPropertyName("agents")]
    public IReadOnlyList<ProjectMember> Agents { get => field ?? []; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
