using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// An agent or a runner of a project. The service sends only some of its fields, and does not document which. Fields without a property here are in
/// <see cref="AdditionalProperties"/>.
/// </summary>
/// <remarks><c>GET /api/projects/{projectId}/members</c></remarks>
public record ProjectMember
{
    /// <summary>The id of the agent or runner, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>Its name, for people; null when the service did not say.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
