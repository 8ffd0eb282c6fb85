using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The days that analytics count.</summary>
/// <remarks><c>GET /api/analytics</c></remarks>
public record AnalyticsWindow
{
    /// <summary>When the first of them begins.</summary>
    [JsonPropertyName("start")]
    public DateTimeOffset? Start { get; init; }

    /// <summary>When the last of them ends.</summary>
    [JsonPropertyName("end")]
    public DateTimeOffset? End { get; init; }

    /// <summary>How many days.</summary>
    [JsonPropertyName("days")]
    public int? Days { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
