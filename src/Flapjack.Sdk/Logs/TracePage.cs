using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A page of traces, the newest first.</summary>
/// <remarks><c>GET /api/logs</c></remarks>
public record TracePage
{
    /// <summary>The traces; empty when there are none.</summary>
    [JsonPropertyName("traces")]
    public IReadOnlyList<Trace> Traces { get => field ?? []; init; }

    /// <summary>Where the next page begins; null on the last page.</summary>
    [JsonPropertyName("nextCursor")]
    public string? NextCursor { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
