using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The days that a runner's analytics count.</summary>
/// <remarks><c>GET /api/runners/{runnerId}/analytics</c></remarks>
public record RunnerAnalyticsWindow
{
    /// <summary>How many days.</summary>
    [JsonPropertyName("days")]
    public int? Days { get; init; }

    /// <summary>When the first of them begins.</summary>
    [JsonPropertyName("since")]
    public DateTimeOffset? Since { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
