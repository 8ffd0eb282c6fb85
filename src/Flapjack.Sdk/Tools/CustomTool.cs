using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A custom tool of the organization: a webhook that agents and runners may call.</summary>
/// <remarks><c>GET /api/tools/{toolId}</c></remarks>
public record CustomTool
{
    /// <summary>The tool's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The organization's id, a UUID.</summary>
    [JsonPropertyName("org_id")]
    public string? OrgId { get; init; }

    /// <summary>The name by which a model calls the tool.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the tool does, for the model; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The address that is called, by POST and with a signature; null when the service did not say.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>The JSON schema of the tool's arguments; null for a tool without arguments.</summary>
    [JsonPropertyName("parameters")]
    public JsonElement? Parameters { get; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
