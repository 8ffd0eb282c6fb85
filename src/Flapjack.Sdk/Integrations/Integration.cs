using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// A database that agents and runners can read, with the tools <c>query_{table}</c> and <c>count_{table}</c> for each table. The service does not
/// document the other fields of its answer; they are in <see cref="AdditionalProperties"/>. The connection string can't be read.
/// </summary>
/// <remarks><c>GET /api/integrations/{integrationId}</c></remarks>
public record Integration
{
    /// <summary>The integration's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What it connects to; null when the service did not say.</summary>
    [JsonPropertyName("kind")]
    public IntegrationKind? Kind { get; init; }

    /// <summary>When it was created; null when the service did not say.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
