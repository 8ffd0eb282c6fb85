using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A page of the runs of a runner, the newest first.</summary>
/// <remarks><c>GET /api/runners/{runnerId}/runs</c>, which only the reference backend documents.</remarks>
public record RunnerRunPage
{
    /// <summary>The runs of the page, without their steps; empty when there are none.</summary>
    [JsonPropertyName("runs")]
    public IReadOnlyList<RunnerRun> Runs { get => field ?? []; init; }

    /// <summary>The cursor of the next page; null when this is the last page.</summary>
    [JsonPropertyName("nextCursor")]
    public string? NextCursor { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
