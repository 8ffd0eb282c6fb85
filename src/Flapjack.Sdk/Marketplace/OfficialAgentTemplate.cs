using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// A template of the official marketplace, from which an agent can be made. It has nothing to do with <see cref="ComputerTemplate"/>. The service does
/// not document the fields of a template; those without a property here are in <see cref="AdditionalProperties"/>.
/// </summary>
/// <remarks><c>GET /api/marketplace/official</c></remarks>
public record OfficialAgentTemplate
{
    /// <summary>The template's id.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>Its name, for people; null when the service did not say.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What its agents do; null when the service did not say.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
