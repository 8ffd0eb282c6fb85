using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A page of traces, the newest first.</summary>
/// <remarks><c>GET /api/logs</c></remarks>
public record TracePage
{
    /// <summary>The traces of the page; empty when there are none.</summary>
    [JsonPropertyName("traces")]
    public IReadOnlyList<FlapjackTrace> Traces { get => field ?? []; init; }

    /// <summary>The cursor of the next page; null when this is the last page.</summary>
    [JsonPropertyName("nextCursor")]
    public string? NextCursor { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
