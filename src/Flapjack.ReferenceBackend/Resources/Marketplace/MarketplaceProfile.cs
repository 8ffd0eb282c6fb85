using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Marketplace;

/// <summary>What callers write into the marketplace profile of an agent.</summary>
internal sealed record MarketplaceProfile
{
    [JsonPropertyName("handle")]
    public string? Handle { get; init; }

    [JsonPropertyName("capabilities")]
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
