using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A run of a runner.</summary>
/// <remarks>
/// <c>POST /api/runners/{runnerId}/runs</c>. The service documents only the status; the other fields here are named as everywhere else in the
/// API, and all others are in <see cref="AdditionalProperties"/>.
/// </remarks>
public record RunnerRun
{
    /// <summary>The run's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The runner's id, a UUID.</summary>
    [JsonPropertyName("runner_id")]
    public string? RunnerId { get; init; }

    /// <summary>Where the run stands; null when the service did not say.</summary>
    [JsonPropertyName("status")]
    public RunnerRunStatus? Status { get; init; }

    /// <summary>What the run was started with; null for nothing.</summary>
    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
